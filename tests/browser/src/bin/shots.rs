//! `shots FOLDER`: a picture of every page of the demo in both themes, wide and narrow, in both
//! languages, and a contact sheet of each of these combinations.

use std::fs;
use std::path::{Path, PathBuf};

use browser::program::built_folder;
use browser::{Browser, Program, Scripts, Stage, Theme, tour};

const WIDTHS: [u32; 2] = [1280, 390];

fn main() {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| built_folder().with_file_name("shots"), PathBuf::from);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let folder = folder.canonicalize().expect("the folder has a path");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let stage = Stage::new(Program::demo());
    runtime.block_on(async {
        for (language, choice) in [("en", "English"), ("de", "Deutsch")] {
            shoot_all(&stage, &folder, language, choice).await;
        }
        stage.close().await;
    });
    println!("The contact sheets are in {}", folder.display());
}

/// Every combination of one language, to which the Admin changes by this choice.
async fn shoot_all(stage: &Stage, folder: &Path, language: &str, choice: &str) {
    let admin = stage.admin(Scripts::On).await;
    let stranger = stage.browser(Scripts::On).await;
    stranger.set_language(language).await;
    admin.visit("/profile").await;
    admin.page().field("Language").choose(choice).await;
    admin.page().button("Save").click().await;
    admin.page().role("status").is_visible().await;
    let inside = tour::inside(&admin).await;
    for theme in [Theme::Light, Theme::Dark] {
        for width in WIDTHS {
            let combination = format!("{language}-{width}-{theme:?}").to_lowercase();
            println!("{combination}");
            let mut names = Vec::new();
            for (browser, stops) in [(&stranger, tour::outside()), (&admin, inside.clone())] {
                browser.set_theme(theme).await;
                browser.set_width(width).await;
                for (name, path) in stops {
                    browser.visit(&path).await;
                    let file = format!("{combination}-{name}.png");
                    fs::write(folder.join(&file), browser.whole_picture().await)
                        .expect("the folder takes a picture");
                    names.push((name, file));
                }
            }
            write_sheet(&stranger, folder, &combination, &names).await;
        }
    }
}

/// One picture of all of them, drawn by the browser itself.
async fn write_sheet(browser: &Browser, folder: &Path, name: &str, all: &[(&str, String)]) {
    let figures: String = all
        .iter()
        .map(|(name, file)| {
            format!("<figure><img src={file:?}><figcaption>{name}</figcaption></figure>")
        })
        .collect();
    let each = if name.contains("-390-") { 195 } else { 400 };
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>{name}</title><style>\
         body {{ display: flex; flex-wrap: wrap; gap: 16px; margin: 16px; background: #888 }}\
         figure {{ margin: 0; width: {each}px }} img {{ width: 100% }}\
         </style>{figures}"
    );
    let file = folder.join(format!("{name}.html"));
    fs::write(&file, page).expect("the folder takes a page");
    browser.set_width(1700).await;
    browser.visit(&format!("file://{}", file.display())).await;
    fs::write(folder.join(format!("{name}.png")), browser.whole_picture().await)
        .expect("the folder takes a picture");
}
