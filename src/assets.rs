//! Style sheets, scripts, fonts and icons: embedded, named by their content, compressed once.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::error::{AppError, AppResult};

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

struct Asset {
    mime: String,
    digest: String,
    body: Vec<u8>,
    brotli: OnceLock<Vec<u8>>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for name in Files::iter().filter(|name| !name.ends_with(".css") && !name.ends_with(".js")) {
        if let Some(file) = Files::get(&name) {
            let asset = Asset::new(file.metadata.mimetype(), file.data.into_owned());
            all.insert(name.into_owned(), asset);
        }
    }
    let mut css = joined(".css");
    for (name, asset) in &all {
        css = css.replace(&format!("/static/{name}"), &asset.path(name));
    }
    let js = format!("\"use strict\";\n{}", joined(".js"));
    all.insert("app.css".to_owned(), Asset::new("text/css; charset=utf-8", css.into()));
    all.insert("app.js".to_owned(), Asset::new("text/javascript; charset=utf-8", js.into()));
    all
});

/// The address of a static file, which changes with its content: `/static/app.1a2b3c4d.css`.
/// An unknown name gives an address that answers 404.
pub fn path(name: &str) -> String {
    ASSETS.get(name).map_or_else(|| format!("/static/{name}"), |asset| asset.path(name))
}

/// `GET /static/{name}`
pub async fn show(name: web::Path<String>, request: HttpRequest) -> AppResult<HttpResponse> {
    let asset = find(&name).ok_or(AppError::NotFound)?;
    let accepts_brotli = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|coding| coding.trim().starts_with("br")));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, asset.mime.as_str()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if accepts_brotli && asset.is_text() {
        let packed = asset.brotli.get_or_init(|| pack(&asset.body));
        response.insert_header((header::CONTENT_ENCODING, "br"));
        Ok(response.body(packed.as_slice()))
    } else {
        response.insert_header((header::CONTENT_ENCODING, "identity"));
        Ok(response.body(asset.body.as_slice()))
    }
}

impl Asset {
    fn new(mime: &str, body: Vec<u8>) -> Asset {
        let digest = Sha256::digest(&body)[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Asset { mime: mime.to_owned(), digest, body, brotli: OnceLock::new() }
    }

    fn path(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((stem, ending)) => format!("/static/{stem}.{}.{ending}", self.digest),
            None => format!("/static/{name}.{}", self.digest),
        }
    }

    fn is_text(&self) -> bool {
        self.mime.starts_with("text/") || self.mime.contains("svg")
    }
}

/// The file whose present address this is; an old address is not answered with new content.
fn find(requested: &str) -> Option<&'static Asset> {
    let (rest, ending) = requested.rsplit_once('.')?;
    let (stem, digest) = rest.rsplit_once('.')?;
    ASSETS.get(&format!("{stem}.{ending}")).filter(|asset| asset.digest == digest)
}

/// All files of this ending in the order of their names: `app.css` and `app.js` are made of them.
fn joined(ending: &str) -> String {
    let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| Files::get(name))
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .collect()
}

fn pack(body: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 9, 22);
    let written = writer.write_all(body);
    drop(writer);
    if written.is_ok() { packed } else { body.to_vec() }
}
