//! What a person's system asks of pages: forced colours, no motion, letters of many languages.

use browser::{Browser, Program, Scripts, journey};
use thirtyfour::Key;

#[test]
fn with_reduced_motion_nothing_moves() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        let moving = "
            const seconds = (list) => Math.max(...list.split(',').map((text) => parseFloat(text) * (text.includes('ms') ? 0.001 : 1)));
            return [...document.querySelectorAll('*')].flatMap((element) => ['', '::before', '::after', '::backdrop'].map((part) => {
              const style = getComputedStyle(element, part || undefined);
              const longest = Math.max(seconds(style.transitionDuration), seconds(style.animationDuration));
              return longest > 0.01 ? `${element.localName}.${element.className}${part} for ${longest} s` : null;
            })).filter(Boolean)";
        // The check itself: with motion allowed it finds some.
        open_window(&admin).await;
        assert_ne!(admin.run(moving).await, serde_json::json!([]));
        admin.set_media("prefers-reduced-motion", "reduce").await;
        assert_eq!(admin.run(moving).await, serde_json::json!([]));
        for path in
            ["/w/nordlicht/", "/w/nordlicht/projects", "/w/nordlicht/settings/teams", "/profile"]
        {
            admin.visit(path).await;
            assert_eq!(admin.run(moving).await, serde_json::json!([]), "{path}");
        }
    });
}

#[test]
fn in_forced_colours_everything_keeps_an_edge_and_the_focus_a_ring() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        admin.set_media("forced-colors", "active").await;
        let without_edge = "
            const things = '.button:not(.button-icon):not(.button-plain), .input, .pill, .tag, .avatar, .banner, .menu-panel, .table-card, .panel, dialog[open]';
            return [...document.querySelectorAll(things)].filter((element) => element.checkVisibility()).filter((element) => {
              const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
              return parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none' || borderTopColor === backgroundColor;
            }).map((element) => element.outerHTML.slice(0, 120))";
        let ring = "
            const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
            const isBox = ['checkbox', 'radio'].includes(document.activeElement.type);
            return document.activeElement === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
              && !/, 0\\)$/.test(outlineColor)) || isBox ? null : document.activeElement.outerHTML.slice(0, 120)";
        for path in ["settings/users", "settings/teams", "settings/plan", "", "settings/invite"] {
            admin.visit(&format!("/w/nordlicht/{path}")).await;
            assert_eq!(admin.run(without_edge).await, serde_json::json!([]), "{path}");
            for _ in 0..25 {
                admin.press(&[Key::Tab]).await;
                assert_eq!(admin.run(ring).await, serde_json::Value::Null, "{path}");
            }
            let boxes = "return [...document.querySelectorAll('[type=checkbox], [type=radio]')]
                .filter((box) => getComputedStyle(box).appearance === 'none').length";
            assert_eq!(admin.run(boxes).await, 0, "{path}: boxes are drawn by the system");
        }
        open_window(&admin).await;
        assert_eq!(admin.run(without_edge).await, serde_json::json!([]), "the window");
    });
}

#[test]
fn the_letters_of_all_names_come_once_the_page_is_there() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        // The first page of this visit with such a name.
        admin.visit("/w/nordlicht/settings/users").await;
        assert!(admin.source().await.contains("Zieliński"));
        let font = "
            const [answer] = arguments;
            const font = [...document.fonts].find((each) => each.family.includes('Inter Extended'));
            font.loaded.then(() => answer(font.status), () => answer('failed'));";
        assert_eq!(admin.run_until_answered(font).await, "loaded");
        admin.reload().await;
        assert_eq!(admin.run_until_answered(font).await, "loaded", "on a later page");
    });
}

async fn open_window(admin: &Browser) {
    admin.visit("/w/nordlicht/settings/users").await;
    admin.press_first(".toolbar a[data-dialog]").await;
    admin.sees("dialog[open] [data-invite]").await;
}
