//! Texts of formats as their types, to a server on the loopback and back.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use clientwright_runtime::spec::{
    Api, Body, Endpoint, FieldWriter, Fields, Object, Parameter, Schema,
};
use clientwright_runtime::{
    Base64, Client, ClientBuilder, Decimal, Json, Request, Span, Time, Uri, Uuid,
};
use support::{Server, json, run};

static API: Api = Api::new("Media");

#[derive(Clone, Debug, PartialEq)]
struct Thing {
    id: Uuid,
    price: Decimal,
    opens: Time,
    lasts: Span,
    image: Base64,
    home: Option<Uri>,
    by_name: BTreeMap<String, IpAddr>,
    all: Vec<Ipv4Addr>,
}

impl Object for Thing {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            id: fields.field("id"),
            price: fields.field("price"),
            opens: fields.field("opens"),
            lasts: fields.field("lasts"),
            image: fields.field("image"),
            home: fields.field("home"),
            by_name: fields.field("by_name"),
            all: fields.field("all"),
        }
    }

    fn write(&self, fields: &mut FieldWriter<'_>) {
        fields.field("id", &self.id);
        fields.field("price", &self.price);
        fields.field("opens", &self.opens);
        fields.field("lasts", &self.lasts);
        fields.field("image", &self.image);
        fields.field("home", &self.home);
        fields.field("by_name", &self.by_name);
        fields.field("all", &self.all);
    }
}

clientwright_runtime::object!(Thing);

static PUT: Endpoint<Thing, ()> = Endpoint::put("things.put", "/things/{id}/{from}")
    .parameters(
        const {
            &[
                Parameter::path("id", Schema::string().max_length(36)),
                Parameter::path("from", Schema::any()),
                Parameter::query("prices", Schema::list(const { &Schema::any() })),
                Parameter::query("back", Schema::any()),
                Parameter::header("X-For", Schema::any()),
                Parameter::header("X-Key", Schema::any()),
            ]
        },
    )
    .body(Body::json(Schema::any()));

const THING: &str = r#"{"id":"2a95132c-1573-2412-d22c-1476fa83f27a","price":"12.50","opens":"17:30:00","lasts":"P1DT12H","image":"AP8+/w==","home":"https://Example.com","by_name":{"a":"2001:db8::1"},"all":["192.0.2.1"]}"#;

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API).retries(0).base_url(&server.url).build().unwrap()
}

fn put(client: &Client, thing: &Thing) -> Request<Thing, ()> {
    Request::new(client, &PUT)
        .argument("id", &thing.id)
        .argument("from", &thing.all[0])
        .argument("prices", &vec![thing.price, Decimal::new(-5, 3)])
        .argument("back", &thing.home)
        .argument("X-For", &thing.lasts)
        .argument("X-Key", &thing.image)
        .body(thing)
}

#[test]
fn what_is_read_is_sent_as_it_was_in_every_place() {
    let server = Server::new([json(200, THING)]);
    let thing: Thing = serde_json::from_str(THING).unwrap();
    assert_eq!(run(put(&client(&server), &thing)).unwrap(), thing);
    let sent = server.sent();
    assert_eq!(
        sent.path(),
        "/things/2a95132c-1573-2412-d22c-1476fa83f27a/192.0.2.1?prices=12.50&prices=-0.005&back=https%3A%2F%2FExample.com"
    );
    assert_eq!(sent.header("x-for"), Some("P1DT12H"));
    assert_eq!(sent.header("x-key"), Some("AP8+/w=="));
    assert_eq!(
        serde_json::from_str::<Json>(&sent.body).unwrap(),
        serde_json::from_str::<Json>(THING).unwrap()
    );
}

#[test]
fn what_is_not_of_its_format_is_told_with_its_place() {
    let thing: Thing = serde_json::from_str(THING).unwrap();
    let broken = |from: &str, to: &str| {
        let server = Server::new([json(200, &THING.replace(from, to))]);
        run(put(&client(&server), &thing)).unwrap_err().to_string()
    };
    for (from, to, told) in [
        ("\"12.50\"", "\"12,50\"", "`price` is not a decimal number"),
        ("12.50", "1_2.50", "`price` is not a decimal number"),
        ("\"12.50\"", "12.5", "`price` is a number, expected a string"),
        ("-1573-", "-157-", "`id` is not a UUID (RFC 9562)"),
        ("17:30:00", "17:30:00Z", "`opens` is not a time without an offset"),
        ("P1DT", "P1D", "`lasts` is not a duration of ISO 8601"),
        ("w==", "w", "`image` is not bytes in Base64"),
        ("https://Example.com", "/home", "`home` is not a URL with its scheme"),
        ("2001:db8::1", "2001:db8", "`by_name.a` is not an IP address"),
        ("[\"192.0.2.1\"", "[\"192.0.2.1\",\"::1\"", "`all[1]` is not an IPv4 address"),
    ] {
        let text = broken(from, to);
        assert!(text.contains(told), "{text}");
    }
}
