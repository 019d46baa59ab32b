//! One line of the table: what is arranged, what is expected, what came.

use std::pin::Pin;
use std::time::Duration;

use media_clients_tests::{API_TOKEN, CUSTOMER_SECRET};

use crate::call::{Call, Clients, Fault, Kind};
use crate::scene::{API_KEY, Scene};

/// No case may take longer: a call that hangs is a fault, and not a wait.
const LONGEST: Duration = Duration::from_secs(20);

/// What a case does with its call.
pub(crate) type Playing<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + 'a>>;

/// A call under a fault.
pub(crate) struct Case {
    name: &'static str,
    call: Call,
    arrange: fn(&mut Scene),
    play: for<'a> fn(Call, &'a Clients, &'a Scene) -> Playing<'a>,
    kind: Kind,
    attempts: u32,
    /// Empty where it differs from run to run.
    counted: &'static str,
    /// Milliseconds.
    waits: &'static [u64],
    /// Whether it differs from run to run how long is waited.
    varies: bool,
    check: fn(&Scene, Option<&Fault>),
    mend: fn(&mut Scene),
}

/// What a case came to.
pub(crate) struct Line {
    pub(crate) text: String,
    /// What is not as it should be.
    pub(crate) faults: Vec<String>,
}

impl Line {
    /// A case whose own look at it found something wrong, which is printed already.
    pub(crate) fn of_panic(title: String) -> Self {
        Self { faults: vec![format!("{title}: it panics")], text: title }
    }
}

impl Case {
    /// A call that is expected to succeed at once.
    pub(crate) fn new(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Self {
        Self {
            name,
            call,
            arrange,
            play: |call, clients, _| Box::pin(call.make(clients)),
            kind: Kind::Ok,
            attempts: 1,
            counted: "",
            waits: &[],
            varies: false,
            check: |_, _| {},
            mend: |scene| scene.server.behave(),
        }
    }

    /// What the error is, how often the call was sent, and what the server counts.
    pub(crate) fn fails(mut self, kind: Kind, attempts: u32, counted: &'static str) -> Self {
        self.kind = kind;
        self.attempts = attempts;
        self.counted = counted;
        self.waits = if attempts == 3 { &[500, 1_000] } else { &[] };
        self
    }

    /// How many milliseconds are waited before each retry; 500 and 1,000 unless said.
    pub(crate) fn waits(mut self, waits: &'static [u64]) -> Self {
        self.waits = waits;
        self
    }

    /// What the server counts of a call that succeeds.
    pub(crate) fn succeeds(mut self, counted: &'static str) -> Self {
        self.counted = counted;
        self
    }

    /// It differs from run to run how long is waited.
    pub(crate) fn varies(mut self) -> Self {
        self.varies = true;
        self
    }

    /// Looks at more than that.
    pub(crate) fn check(mut self, check: fn(&Scene, Option<&Fault>)) -> Self {
        self.check = check;
        self
    }

    /// How the fault ends, where it is not enough that the server behaves.
    pub(crate) fn mend(mut self, mend: fn(&mut Scene)) -> Self {
        self.mend = mend;
        self
    }

    /// Does something else than make the call and wait for it.
    pub(crate) fn play(
        mut self,
        play: for<'a> fn(Call, &'a Clients, &'a Scene) -> Playing<'a>,
    ) -> Self {
        self.play = play;
        self
    }

    pub(crate) fn title(&self) -> String {
        format!("{} ({})", self.name, self.call.name())
    }

    fn expected_waits(&self) -> Vec<Duration> {
        self.waits.iter().copied().map(Duration::from_millis).collect()
    }

    /// Plays the case.
    pub(crate) async fn run(self) -> Line {
        let title = self.title();
        match tokio::time::timeout(LONGEST, self.played()).await {
            Ok(line) => line,
            Err(_) => Line { faults: vec![format!("{title}: it hangs")], text: title },
        }
    }

    async fn played(self) -> Line {
        let title = self.title();
        let mut scene = Scene::new();
        (self.arrange)(&mut scene);
        let clients = Clients::new(self.call, &scene);
        let fault = (self.play)(self.call, &clients, &scene).await.err();
        let counted = scene.server.tally();
        let waited = scene.clock.slept();
        (self.check)(&scene, fault.as_ref());
        (self.mend)(&mut scene);
        let afterwards = self.call.afterwards().make(&clients).await.err();

        let kind = fault.as_ref().map_or(Kind::Ok, |fault| fault.kind);
        let text = fault.as_ref().map_or(String::new(), |fault| scene.normal(&fault.text));
        let attempts = fault.as_ref().map(|fault| fault.attempts);
        let mut faults = Vec::new();
        if kind != self.kind {
            faults.push(format!("{title}: it is {kind}, expected {}: {text}", self.kind));
        }
        if let Some(attempts) = attempts
            && attempts != self.attempts
        {
            faults.push(format!("{title}: {attempts} attempts, expected {}", self.attempts));
        }
        if counted != self.counted && !self.counted.is_empty() {
            faults.push(format!("{title}: the server counts {counted}, expected {}", self.counted));
        }
        let expected = self.expected_waits();
        if waited != expected && !self.varies {
            faults.push(format!("{title}: it waits {waited:?}, expected {expected:?}"));
        }
        if let Some(afterwards) = &afterwards {
            faults
                .push(format!("{title}: the client does not work afterwards: {}", afterwards.text));
        }
        for secret in [API_TOKEN, API_KEY, CUSTOMER_SECRET] {
            if fault.as_ref().is_some_and(|fault| fault.debug.contains(secret)) {
                faults.push(format!("{title}: the error shows a credential"));
            }
        }
        let attempts = attempts.map_or("-".to_owned(), |attempts| attempts.to_string());
        let works = if afterwards.is_none() { "works" } else { "BROKEN" };
        let waited: Vec<String> =
            waited.iter().map(|wait| wait.as_secs_f64().to_string()).collect();
        let waited = if self.varies { "varies".to_owned() } else { waited.join(" ") };
        let counted = if self.counted.is_empty() { "varies" } else { &counted };
        let line = format!(
            "{title:<60} {kind:<11} {attempts}  {counted:<13}  {waited:<15}  {works}  {text}"
        );
        Line { text: line.trim_end().to_owned(), faults }
    }
}
