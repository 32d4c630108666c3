//! From the parser's values to elements.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::Messages;
use crate::eligibility::tree::{MAX_DEPTH, ROOT, Walk};
use crate::note::{Expected, Problem, shortened};

/// Whole numbers below this are exact in the numbers that the parser makes of `1e3` and `1.0`.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value at the root: a message, or an array of messages.
pub(super) struct Message<'a, 'n> {
    messages: &'a mut Messages<'n>,
    in_array: bool,
}

impl<'a, 'n> Message<'a, 'n> {
    /// Reads the next value.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        messages: &'a mut Messages<'n>,
        from: D,
    ) -> Result<(), D::Error> {
        let in_array = false;
        Message { messages, in_array }.deserialize(from)
    }

    /// A value that is no message.
    fn foreign(self) {
        self.messages.foreign += 1;
    }

    /// The walk has come to its end.
    fn finish<E: serde::de::Error>(self, walk: Walk<'_>) -> Result<(), E> {
        // What is UTF-8 is UTF-8, whatever the terminal is set to: the web API's client wrote the file.
        if self.messages.is_guess && walk.character_code() == "0" {
            let identifier = walk.character_code().to_owned();
            return self.refuse(Problem::EncodingMismatch {
                encoding: "Shift_JIS",
                is_declared: false,
                identifier,
            });
        }
        match walk.finish(self.messages.names) {
            Ok(document) => self.messages.take(document),
            Err(Problem::NotAResult) => self.messages.requests += 1,
            Err(problem) => return self.refuse(problem),
        }
        Ok(())
    }

    fn refuse<E: serde::de::Error>(self, problem: Problem) -> Result<(), E> {
        self.messages.refused = Some(problem);
        Err(E::custom("refused"))
    }
}

impl<'de> DeserializeSeed<'de> for Message<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Message<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut reading = Reading {
            walk: Walk::new(self.messages.template, self.messages.whole.last_unit),
            refused: None,
        };
        let read = reading.root(&mut map);
        if let Some(problem) = reading.refused {
            return self.refuse(problem);
        }
        read?;
        if reading.walk.is_whole() {
            self.finish(reading.walk)
        } else {
            self.foreign();
            Ok(())
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.in_array {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            self.foreign();
            return Ok(());
        }
        let messages = self.messages;
        let in_array = true;
        while seq
            .next_element_seed(Message { messages, in_array })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.foreign();
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.foreign();
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.foreign();
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.foreign();
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.foreign();
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.foreign();
        Ok(())
    }
}

/// One message while it is read.
struct Reading<'doc> {
    walk: Walk<'doc>,
    /// Why nothing of the file can be used.
    refused: Option<Problem>,
}

impl<'doc> Reading<'doc> {
    /// Remembers why the file is refused; the parser only hears that it is.
    fn check<T, E: serde::de::Error>(&mut self, result: Result<T, Problem>) -> Result<T, E> {
        result.map_err(|problem| {
            self.refused = Some(problem);
            E::custom("refused")
        })
    }

    /// The members of the outermost object: `XmlMsg`, or what it would hold.
    fn root<A: MapAccess<'doc>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        let mut is_bare = false;
        let mut depth = 0;
        while let Some(Name(name)) = map.next_key()? {
            match &*name {
                ROOT if self.walk.is_whole() || is_bare => {
                    return self.check(Err(Problem::Structure { element: ROOT }));
                }
                ROOT => {}
                "MessageHeader" | "MessageBody" => {
                    if self.walk.is_whole() {
                        return self.check(Err(Problem::Structure { element: ROOT }));
                    }
                    if !is_bare {
                        is_bare = true;
                        depth = 1;
                        let started = self.walk.start(ROOT);
                        self.check(started)?;
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            }
            map.next_value_seed(Value {
                reading: self,
                name: &name,
                depth,
                is_repeated: false,
            })?;
        }
        if is_bare {
            let ended = self.walk.end();
            self.check(ended)?;
        }
        Ok(())
    }

    /// An element that holds text.
    fn leaf<E: serde::de::Error>(&mut self, name: &str, text: Cow<'doc, str>) -> Result<(), E> {
        let taken = self.walk.start(name).and_then(|()| {
            self.walk.text(text)?;
            self.walk.end()
        });
        self.check(taken)
    }

    /// The value of a key that stood before: of a person's it is held against the first, of others the first
    /// counts.
    fn leaf_again<E: serde::de::Error>(
        &mut self,
        name: &str,
        text: Cow<'doc, str>,
    ) -> Result<(), E> {
        let taken = self.walk.start(name).and_then(|()| {
            if self.walk.is_of_person() {
                self.walk.text(text)?;
            }
            self.walk.end()
        });
        self.check(taken)
    }

    /// A number that is not whole, or too large for the parser to keep its digits.
    fn inexact<E: serde::de::Error>(&mut self, name: &str, value: f64) -> Result<(), E> {
        let text = value.to_string();
        let started = self.walk.start(name);
        self.check(started)?;
        let is_exact = value.fract() == 0.0 && value.abs() < EXACT;
        match self.walk.text_column() {
            // Digits may be wrong; somebody else's number would be worse than none.
            Some(column) if !is_exact => self.walk.remark(Problem::Value {
                field: column.id().into(),
                found: shortened(&text),
                expected: Expected::Quoted,
            }),
            _ => {
                let taken = self.walk.text(Cow::Owned(text));
                self.check(taken)?;
            }
        }
        let ended = self.walk.end();
        self.check(ended)
    }
}

/// A name of a member, borrowed where the text has it as it is.
struct Name<'doc>(Cow<'doc, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        from.deserialize_str(Names)
    }
}

/// The value of a member: an element, or several of one name when it is an array.
struct Value<'a, 'doc> {
    reading: &'a mut Reading<'doc>,
    name: &'a str,
    /// How many values are open around it, arrays too.
    depth: usize,
    /// The object has had this name before: of texts the first counts, whatever holds more is read all the
    /// same, because it could hold a loss of coverage.
    is_repeated: bool,
}

impl<'doc> Value<'_, 'doc> {
    fn check_depth<E: serde::de::Error>(&mut self) -> Result<(), E> {
        let result = if self.depth < MAX_DEPTH {
            Ok(())
        } else {
            Err(Problem::TooDeep { limit: MAX_DEPTH })
        };
        self.reading.check(result)
    }

    fn leaf<E: serde::de::Error>(self, text: Cow<'doc, str>) -> Result<(), E> {
        if self.is_repeated {
            return self.reading.leaf_again(self.name, text);
        }
        self.reading.leaf(self.name, text)
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.check_depth()?;
        let started = self.reading.walk.start(self.name);
        self.reading.check(started)?;
        let mut names = HashSet::new();
        while let Some(Name(name)) = map.next_key()? {
            let is_repeated = names.contains(&name);
            if is_repeated {
                let name = shortened(&name);
                self.reading.walk.remark(Problem::DuplicateKey { name });
            }
            map.next_value_seed(Value {
                reading: self.reading,
                name: &name,
                depth: self.depth + 1,
                is_repeated,
            })?;
            names.insert(name);
        }
        let ended = self.reading.walk.end();
        self.reading.check(ended)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.check_depth()?;
        loop {
            let one = Value {
                reading: self.reading,
                name: self.name,
                depth: self.depth + 1,
                is_repeated: self.is_repeated,
            };
            if seq.next_element_seed(one)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.leaf(Cow::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.leaf(Cow::Owned(text.to_owned()))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.leaf(Cow::Borrowed(if value { "true" } else { "false" }))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.leaf(Cow::Owned(value.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.leaf(Cow::Owned(value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        if self.is_repeated {
            return Ok(());
        }
        self.reading.inexact(self.name, value)
    }
}
