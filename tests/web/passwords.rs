//! Which passwords can be set, and that all of one counts. Rules: NIST SP 800-63B-4, 3.1.1.2.

use usher::values::{NewPassword, PasswordProblem};

use crate::joining::{EMAIL, hanna};
use crate::support::{PASSWORD, TestApp};

/// The list that the product has, by which it is judged here: the most common first.
const COMMON: &str = include_str!("../../data/passwords/common.txt");

fn problem(password: &str) -> Option<PasswordProblem> {
    NewPassword::parse(password, &[]).err()
}

#[test]
fn t16_fifteen_code_points_are_enough_in_any_script() {
    for long_enough in [
        "zwölf böse füße",
        "семь ветров пол",
        "十七匹の犬が森の中を静かに走る",
        "🦀🌵🚲🪗🧊🪁🫖🧦🪵🛶🥁🧄🪐🦜🧭",
        "e\u{301}x wq zt vb k nm",
        "qvz kxw jhm pdt",
        "839 417 2065 93",
    ] {
        let count = long_enough.chars().count();
        assert!(count >= 15, "{long_enough} has {count}");
        assert_eq!(problem(long_enough), None, "{long_enough}");
        // Composed first, as it is hashed; then one less.
        let short: String = long_enough.chars().skip(count - 14).collect();
        assert_eq!(problem(&short), Some(PasswordProblem::TooShort), "{short}");
    }
}

#[test]
fn t16_there_is_no_rule_of_composition() {
    for one_kind in ["quilt marble otter fig", "QUILT MARBLE OTTER FIG", "7391 5520 8846 1093 27"] {
        assert_eq!(problem(one_kind), None, "{one_kind}");
    }
}

#[test]
fn t16_common_passwords_are_refused_however_they_are_made_longer() {
    let words: Vec<&str> = COMMON.lines().collect();
    assert!(words.len() > 3_000);
    for word in words {
        let made = |endless: &mut dyn Iterator<Item = char>| {
            endless.take(word.chars().count().max(15)).collect::<String>()
        };
        let mut longer = vec![
            made(&mut word.chars().cycle()),
            made(&mut word.chars().chain("!".repeat(20).chars())),
            word.repeat(15_usize.div_ceil(word.chars().count())),
            format!("{:!<15}", word.to_uppercase()),
        ];
        // Digits around digits are other digits.
        if word.contains(char::is_alphabetic) {
            longer.push(made(&mut word.chars().chain("12345678901234567890".chars())));
            longer.push(format!("{word:0>15}"));
        }
        for password in longer {
            assert_eq!(problem(&password), Some(PasswordProblem::TooEasy), "{password}");
        }
    }
}

#[test]
fn t16_words_of_person_workspace_and_product_are_refused() {
    let personal = ["hanna.lund@nordlicht.example", "Hanna Lund", "Nordlicht GmbH"];
    for password in ["Nordlicht-Hanna-2026", "hannalund!!!!!!!!", "nordlichtnordlicht1"] {
        let refused = NewPassword::parse(password, &personal).err();
        assert_eq!(refused, Some(PasswordProblem::Personal), "{password}");
    }
    for password in ["usherusherusher", "Usher-Usher-2026!", "2026usher!!!!!!"] {
        assert_eq!(problem(password), Some(PasswordProblem::TooEasy), "{password}");
    }
    assert_eq!(problem("usher quilts marble otters"), None);
}

/// 1,024 bytes that are easily told from a pattern.
fn long_password() -> String {
    let words: String =
        (0..300_u32).map(|n| format!("{:x} ", n.wrapping_mul(2_654_435_761))).collect();
    words[..1024].to_owned()
}

/// The same with another letter at this byte.
fn changed_at(password: &str, at: usize) -> String {
    let mut bytes = password.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'q' { b'z' } else { b'q' };
    String::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn t16_a_password_of_1024_bytes_counts_to_its_last_byte() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let password = long_password();
    let join = async |password: &str| {
        app.stranger().post(&invite.path, &[("name", "Hanna Lund"), ("password", password)]).await
    };
    let too_long = join(&format!("{password}x")).await;
    assert_eq!(too_long.status, 422);
    assert!(too_long.one("#password-error").contains("1,024 bytes"));
    assert_eq!(join(&password).await.status, 303);
    let sign_in = async |password: &str| {
        let form = [("email", EMAIL), ("password", password), ("next", "")];
        app.stranger().post("/sign-in", &form).await.status
    };
    for at in [0, 63, 64, 71, 72, 99, 100, 200, 255, 256, 512, 1000, 1023] {
        assert_eq!(sign_in(&changed_at(&password, at)).await, 422, "byte {at} does not count");
        app.sql("DELETE FROM rate_counters");
    }
    assert_eq!(sign_in(&password[..1023]).await, 422);
    assert_eq!(sign_in(&format!("{password} ")).await, 422);
    assert_eq!(sign_in(&password).await, 303);
}

#[actix_web::test]
async fn t16_fields_for_passwords_let_managers_and_pasting_do_their_work() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let ada = workspace.signed_in_admin().await;
    for (page, kinds) in [
        (app.stranger().get(&invite.path).await, vec!["new-password"]),
        (app.stranger().get("/sign-in").await, vec!["current-password"]),
        (ada.get("/profile").await, vec!["current-password", "new-password", "current-password"]),
    ] {
        assert_eq!(page.attributes("input[type=password]", "autocomplete"), kinds);
        let username = "input[autocomplete=username], input[autocomplete~=username]";
        assert!(!page.all(username).is_empty(), "managers do not know whose password it is");
        for forbidding in ["maxlength", "pattern", "onpaste", "readonly", "disabled"] {
            let found = page.attributes("input[type=password]", forbidding);
            assert!(found.is_empty(), "{forbidding}: {found:?}");
        }
    }
    // Nobody is made to change a password because it is old.
    app.sql("UPDATE accounts SET created_at = now() - interval '10 years'");
    let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    assert_eq!(app.stranger().post("/sign-in", &form).await.location(), "/");
}
