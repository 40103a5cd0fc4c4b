//! The XML tree as a file: where an element stands, and what it is called there.

use roxmltree::Node;

use super::unused::{Reason, Unused};

/// The file's lines. The parser's own search for a line starts at the top each time, which makes a long list of
/// elements quadratic; this one is a binary search.
pub(super) struct Source {
    line_ends: Vec<usize>,
}

impl Source {
    pub(super) fn new(xml: &str) -> Self {
        let breaks = xml.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { line_ends: breaks.map(|(place, _)| place).collect() }
    }

    /// The line of an element's start tag, from 1.
    pub(super) fn line(&self, node: Node<'_, '_>) -> u32 {
        let before = self.line_ends.partition_point(|end| *end < node.range().start);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// An element as unused.
    pub(super) fn unused(&self, node: Node<'_, '_>, reason: Reason) -> Unused {
        Unused { line: self.line(node), element: path(node), reason }
    }
}

/// What of a part of the file could not be used, so far.
pub(super) struct Gaps<'s> {
    source: &'s Source,
    /// In the order in which they were found.
    pub(super) list: Vec<Unused>,
}

impl<'s> Gaps<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, list: Vec::new() }
    }

    /// An empty list of the same file, for what was listed elsewhere.
    pub(super) fn aside(&self) -> Self {
        Self::new(self.source)
    }

    pub(super) fn add(&mut self, node: Node<'_, '_>, reason: Reason) {
        self.list.push(self.source.unused(node, reason));
    }

    pub(super) fn line(&self, node: Node<'_, '_>) -> u32 {
        self.source.line(node)
    }
}

/// The names from below the root down to an element, as `iati-activity/title`.
fn path(node: Node<'_, '_>) -> String {
    let mut names: Vec<&str> =
        node.ancestors().filter(Node::is_element).map(|ancestor| ancestor.tag_name().name()).collect();
    names.pop();
    names.reverse();
    names.join("/")
}

/// Whether an element is IATI's, as the root is: publishers' own elements stand in a namespace of their own.
pub(super) fn is_iati(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == node.document().root_element().tag_name().namespace()
}

/// The first child element of a name.
pub(super) fn child<'a, 'x>(node: Node<'a, 'x>, name: &str) -> Option<Node<'a, 'x>> {
    node.children().find(|child| is_iati(*child) && child.tag_name().name() == name)
}

/// An attribute without the spaces around it; none if nothing is left.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute(name).map(str::trim).filter(|value| !value.is_empty())
}
