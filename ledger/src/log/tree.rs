//! The Merkle tree of RFC 6962: a leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right), and a tree of
//! more than one leaf splits at the largest power of two below its size.
//!
//! Nothing here holds a tree. Whoever has one answers [`Nodes`]: the roots of whole subtrees, from which every root and
//! proof is put together.

use super::fault::Fault;

/// A hash of the tree.
pub type TreeHash = [u8; 32];

/// The hash of an entry's bytes.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> TreeHash {
    hashes::sha256(&[&[0], entry])
}

/// The hash of two that stand side by side.
#[must_use]
pub fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    hashes::sha256(&[&[1], left, right])
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> TreeHash {
    hashes::sha256(&[])
}

/// The whole subtrees of a tree.
pub trait Nodes {
    /// Why one can't be had.
    type Error;

    /// The root of the leaves `index << level .. (index + 1) << level`. Never asked beyond the tree's size.
    ///
    /// # Errors
    /// The holder's own.
    fn node(&mut self, level: u32, index: u64) -> Result<TreeHash, Self::Error>;
}

/// The leaves `from..to` of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    from: u64,
    to: u64,
}

impl Range {
    fn size(self) -> u64 {
        self.to.saturating_sub(self.from)
    }

    /// Where it splits: behind the largest power of two of leaves below its size, which must be at least 2.
    fn split(self) -> u64 {
        let below = self.size().saturating_sub(1);
        let half = below.checked_ilog2().and_then(|level| 1_u64.checked_shl(level)).unwrap_or(1);
        self.from.saturating_add(half)
    }
}

/// The root of a subtree: of some leaves that stand together under one node of the tree of RFC 6962.
///
/// # Errors
/// The holder's own.
pub fn range_root<N: Nodes>(nodes: &mut N, from: u64, to: u64) -> Result<TreeHash, N::Error> {
    let mut range = Range { from, to };
    let mut whole = Vec::new();
    loop {
        let size = range.size();
        match size.checked_ilog2() {
            None => return Ok(empty_root()),
            Some(level) if size.is_power_of_two() => {
                let mut root = nodes.node(level, range.from.checked_shr(level).unwrap_or_default())?;
                for left in whole.iter().rev() {
                    root = node_hash(left, &root);
                }
                return Ok(root);
            }
            Some(level) => {
                whole.push(nodes.node(level, range.from.checked_shr(level).unwrap_or_default())?);
                range.from = range.split();
            }
        }
    }
}

/// The root of the first `size` leaves.
///
/// # Errors
/// The holder's own.
pub fn root<N: Nodes>(nodes: &mut N, size: u64) -> Result<TreeHash, N::Error> {
    range_root(nodes, 0, size)
}

/// The path from a leaf's sibling to below the root: RFC 6962, section 2.1.1. `index` is below `size`.
///
/// # Errors
/// The holder's own.
pub fn inclusion<N: Nodes>(nodes: &mut N, index: u64, size: u64) -> Result<Vec<TreeHash>, N::Error> {
    let mut range = Range { from: 0, to: size };
    let mut path = Vec::new();
    while range.size() > 1 {
        let middle = range.split();
        if index < middle {
            path.push(range_root(nodes, middle, range.to)?);
            range.to = middle;
        } else {
            path.push(range_root(nodes, range.from, middle)?);
            range.from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the first `old` leaves of a tree of `size` are a tree's before it: RFC 6962, section 2.1.2. None is
/// needed, and none given, from the empty tree or between equal sizes.
///
/// # Errors
/// The holder's own.
pub fn consistency<N: Nodes>(nodes: &mut N, old: u64, size: u64) -> Result<Vec<TreeHash>, N::Error> {
    let mut range = Range { from: 0, to: size };
    let mut path = Vec::new();
    if old == 0 || old >= size {
        return Ok(path);
    }
    while range.to != old {
        let middle = range.split();
        if old <= middle {
            path.push(range_root(nodes, middle, range.to)?);
            range.to = middle;
        } else {
            path.push(range_root(nodes, range.from, middle)?);
            range.from = middle;
        }
    }
    if range.from != 0 {
        path.push(range_root(nodes, range.from, range.to)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that a leaf is at `index` in the tree of `size` leaves with this root: RFC 9162, section 2.1.3.2.
///
/// # Errors
/// [`Fault::Inclusion`], or [`Fault::IndexOutside`].
pub fn verify_inclusion(
    leaf: &TreeHash,
    index: u64,
    size: u64,
    root: &TreeHash,
    proof: &[TreeHash],
) -> Result<(), Fault> {
    if index >= size {
        return Err(Fault::IndexOutside { index, size });
    }
    let (mut node, mut last) = (index, size.saturating_sub(1));
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(Fault::Inclusion { index });
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(Fault::Inclusion { index }) }
}

/// Checks that the tree of `old` leaves is the beginning of the tree of `size`: RFC 9162, section 2.1.4.2.
///
/// # Errors
/// [`Fault::Smaller`], [`Fault::Split`] where equal sizes have different roots, else [`Fault::Consistency`]: that too from
/// an empty tree to a larger one, where there is nothing to prove.
pub fn verify_consistency(
    old: u64,
    size: u64,
    old_root: &TreeHash,
    root: &TreeHash,
    proof: &[TreeHash],
) -> Result<(), Fault> {
    let fault = Fault::Consistency { old, size };
    if old > size {
        return Err(Fault::Smaller { old, size });
    }
    // The empty tree is the beginning of every tree: whoever asks for a proof of that has lost something.
    if old == 0 && (size > 0 || *old_root != empty_root()) {
        return Err(fault);
    }
    if old == size {
        return match (proof.is_empty(), old_root == root) {
            (true, true) => Ok(()),
            (true, false) => Err(Fault::Split { size }),
            (false, _) => Err(fault),
        };
    }
    let (mut node, mut last) = (old.saturating_sub(1), size.saturating_sub(1));
    while node & 1 == 1 {
        (node, last) = (node >> 1, last >> 1);
    }
    // Where the old tree is whole, its root begins the path.
    let (first, path) = match proof.split_first() {
        _ if old.is_power_of_two() && !proof.is_empty() => (old_root, proof),
        Some((first, path)) => (first, path),
        None => return Err(fault),
    };
    let (mut before, mut now) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return Err(fault);
        }
        if node & 1 == 1 || node == last {
            before = node_hash(sibling, &before);
            now = node_hash(sibling, &now);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            now = node_hash(&now, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && before == *old_root && now == *root { Ok(()) } else { Err(fault) }
}
