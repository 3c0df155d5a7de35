use diesel::PgConnection;
use uuid::Uuid;

use crate::commands::invite::progress::Progress;
use crate::inviting::line::Line;
use crate::inviting::plan::{Invitee, SendPlan, Verdict};
use crate::inviting::send::{self, Outcome, Sending};
use crate::models::batch::Source;
use crate::models::user::User;
use crate::models::workspace::Workspace;

/// So many are invited in one transaction, as from a window.
const CHUNK: usize = 100;

/// Invites everybody whom the plan finds ready, chunk by chunk, and counts them in `sent`; where
/// `rest_waits`, those without a seat are put on the waiting list and counted in `waiting`. What was
/// done before a failure stays done; the same file again does the rest.
pub fn send(
    conn: &mut PgConnection,
    workspace: &Workspace,
    sender: &User,
    plan: &SendPlan,
    rest_waits: bool,
    (sent, waiting): (&mut usize, &mut usize),
) -> Result<(), String> {
    let lines: Vec<Line> = plan.invitees().map(line).collect();
    let progress = Progress::of(lines.len());
    for (number, chunk) in lines.chunks(CHUNK).enumerate() {
        progress.at(number * CHUNK);
        let sending = Sending {
            workspace_id: workspace.id,
            sender_id: sender.id,
            form_id: Uuid::now_v7(),
            lines: chunk.to_vec(),
            source: Source::CommandLine,
            task_id: None,
            import_id: None,
            keeps_rest: rest_waits,
        };
        let outcome = send::apply(conn, &sending);
        match outcome.map_err(|error| stopped(*sent, &error.to_string()))? {
            Outcome::Sent(batch) => {
                let known = batch.left_over_lines().len();
                let invited = usize::try_from(batch.invited).unwrap_or_default();
                *sent += invited;
                *waiting += chunk.len() - known - invited;
            }
            Outcome::Refused(plan) if plan.without_seat() > 0 => {
                return Err(stopped(*sent, "no seat is free any more"));
            }
            // Somebody else has invited all of them meanwhile.
            Outcome::Refused(plan) if is_done(&plan) => {}
            Outcome::Refused(_) | Outcome::SentOthers => {
                return Err(stopped(*sent, "roles or teams have changed"));
            }
        }
    }
    progress.at(lines.len());
    Ok(())
}

fn stopped(sent: usize, why: &str) -> String {
    format!("stopped after {sent} people: {why}. Run the same again to go on.")
}

fn is_done(plan: &SendPlan) -> bool {
    plan.lines.iter().all(|line| matches!(line.verdict, Verdict::Known(_)))
}

/// The line that says all that was planned for somebody.
fn line(one: &Invitee) -> Line {
    Line {
        email: one.email.to_string(),
        name: one.name.to_string(),
        role: one.role_id.to_string(),
        team: one.team_id.map(|id| id.to_string()).unwrap_or_default(),
        gender: one.gender.map(|gender| gender.to_string()).unwrap_or_default(),
    }
}
