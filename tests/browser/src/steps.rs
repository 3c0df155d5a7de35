//! Steps that find their way by selectors, since the words differ from language to language.

use crate::browser::Browser;
use crate::deadline::within_deadline;

impl Browser {
    /// Presses the first element of this selector.
    pub async fn press_first(&self, selector: &str) {
        self.sees(selector).await;
        self.run(&format!("document.querySelector({selector:?}).click()")).await;
    }

    /// Waits until there is an element of this selector.
    pub async fn sees(&self, selector: &str) {
        let there = format!(
            "return document.readyState === 'complete' && !!document.querySelector({selector:?})"
        );
        within_deadline(async || match self.run(&there).await.as_bool() {
            Some(true) => Ok(()),
            _ => Err(self.path().await),
        })
        .await
        .unwrap_or_else(|path| panic!("{selector} does not appear at {path}"));
    }

    /// Goes to a page, leaves this field of it empty, sends its form, and waits until it is refused.
    pub async fn leave_empty(&self, path: &str, field: &str) {
        self.visit(path).await;
        self.run(&format!(
            "const field = document.querySelector({field:?}); field.value = '';
             field.form.querySelector('button:not([type=button])').click()"
        ))
        .await;
        self.sees("[data-error-summary]").await;
    }

    /// Posts a form that was typed elsewhere; `fields` is a script's list of pairs.
    pub async fn post(&self, path: &str, fields: &str) {
        self.run(&format!(
            "const form = Object.assign(document.createElement('form'), {{ method: 'post', action: {path:?} }});
             for (const [name, value] of {fields})
               form.append(Object.assign(document.createElement('input'), {{ type: 'hidden', name, value }}));
             document.body.append(form); document.title = 'left'; form.submit()"
        ))
        .await;
        within_deadline(async || match self.title().await.as_str() {
            "left" => Err("the page stays".to_owned()),
            _ => Ok(()),
        })
        .await
        .unwrap_or_else(|why| panic!("{path}: {why}"));
    }
}
