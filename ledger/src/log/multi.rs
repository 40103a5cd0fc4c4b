//! One proof for many entries: the hashes that `rs_merkle`'s multi-proof reads, level by level from the leaves up.
//!
//! `rs_merkle` 1.5's own `verify` can be forged by whoever chooses the indices: it takes an index twice, indices behind
//! the end, and hashes that it never uses. So it is called here only, behind checks that leave it nothing to be misled by.

use rs_merkle::{Hasher, MerkleProof};

use super::TreeHash;
use super::fault::Fault;
use super::tree::{self, Nodes};

/// The tree of RFC 6962, as `rs_merkle` builds it.
#[derive(Debug, Clone)]
pub(super) struct Sha256Tree;

impl Hasher for Sha256Tree {
    type Hash = TreeHash;

    fn hash(data: &[u8]) -> TreeHash {
        tree::leaf_hash(data)
    }

    fn concat_and_hash(left: &TreeHash, right: Option<&TreeHash>) -> TreeHash {
        right.map_or(*left, |right| tree::node_hash(left, right))
    }
}

/// The nodes that stand beside the way from some leaves to the root, as (level, index), from the leaves up.
fn siblings(indices: &[u64], size: u64) -> Vec<(u32, u64)> {
    let mut found = Vec::new();
    let mut on_the_way = indices.to_vec();
    let (mut width, mut level) = (size, 0_u32);
    while width > 1 {
        let beside = |index: &u64| index ^ 1;
        let lone = |sibling: &u64| *sibling < width && on_the_way.binary_search(sibling).is_err();
        found.extend(on_the_way.iter().map(beside).filter(lone).map(|sibling| (level, sibling)));
        for index in &mut on_the_way {
            *index >>= 1;
        }
        on_the_way.dedup();
        width = width.div_ceil(2);
        level = level.saturating_add(1);
    }
    found
}

fn check_indices(indices: &[u64], size: u64) -> Result<(), Fault> {
    let ascending = indices.windows(2).all(|pair| matches!(pair, [one, next] if one < next));
    match indices.last() {
        Some(last) if *last >= size => Err(Fault::IndexOutside { index: *last, size }),
        Some(_) if ascending => Ok(()),
        _ => Err(Fault::Indices),
    }
}

/// Proves that some leaves are in the tree of `size` entries.
///
/// # Errors
/// The holder's own. Indices must be ascending and below the size: others give a proof that nobody takes.
pub fn prove<N: Nodes>(nodes: &mut N, indices: &[u64], size: u64) -> Result<Vec<TreeHash>, N::Error> {
    let covered = |(level, index): (u32, u64)| {
        let from = index.checked_shl(level).unwrap_or(size);
        let to = index.saturating_add(1).checked_shl(level).unwrap_or(size).min(size);
        (from, to)
    };
    siblings(indices, size).into_iter().map(covered).map(|(from, to)| tree::range_root(nodes, from, to)).collect()
}

/// Checks that these leaves are at these indices of the tree with this size and root, which come from a checkpoint that
/// was verified, and from nowhere else.
///
/// # Errors
/// [`Fault::Indices`], [`Fault::IndexOutside`], [`Fault::ProofSize`], [`Fault::MultiInclusion`], of one leaf alone
/// [`Fault::Inclusion`].
pub fn verify(
    indices: &[u64],
    leaves: &[TreeHash],
    size: u64,
    root: &TreeHash,
    proof: &[TreeHash],
) -> Result<(), Fault> {
    check_indices(indices, size)?;
    if leaves.len() != indices.len() {
        return Err(Fault::ProofSize { given: leaves.len(), wanted: indices.len() });
    }
    let wanted = siblings(indices, size).len();
    if proof.len() != wanted {
        return Err(Fault::ProofSize { given: proof.len(), wanted });
    }
    let narrow = |number: &u64| usize::try_from(*number).map_err(|_| not_included(indices));
    let positions = indices.iter().map(narrow).collect::<Result<Vec<usize>, Fault>>()?;
    let verified = MerkleProof::<Sha256Tree>::new(proof.to_vec()).verify(*root, &positions, leaves, narrow(&size)?);
    if verified { Ok(()) } else { Err(not_included(indices)) }
}

/// One hash says yes or no to all of them: of several it can only be said which they are.
fn not_included(indices: &[u64]) -> Fault {
    match indices {
        [first, .., last] => Fault::MultiInclusion { count: indices.len(), first: *first, last: *last },
        [index] => Fault::Inclusion { index: *index },
        [] => Fault::Indices,
    }
}

#[cfg(test)]
mod tests {
    use rs_merkle::{MerkleProof, MerkleTree};

    use super::{Sha256Tree, verify};
    use crate::log::tree::leaf_hash;

    /// The forgery that `rs_merkle`'s own check lets through: one real leaf, named twice, carries two false ones.
    #[test]
    fn the_forgery_that_rs_merkle_takes_is_refused() {
        for size in 2_usize..=64 {
            let leaves: Vec<[u8; 32]> = (0..size).map(|index| leaf_hash(format!("entry {index}").as_bytes())).collect();
            let tree = MerkleTree::<Sha256Tree>::from_leaves(&leaves);
            let root = tree.root().expect("leaves");
            let fakes = [leaf_hash(b"forged 1"), leaf_hash(b"forged 2")];
            let mut taken = 0;
            for (index, leaf) in leaves.iter().enumerate() {
                let path = tree.proof(&[index]).proof_hashes().to_vec();
                // The last leaf of an odd number has no sibling of its own: there the forgery has nothing to begin with.
                let Some((sibling, rest)) = path.split_first().filter(|_| index ^ 1 < size) else { continue };
                let forged = [&[*sibling, *leaf], rest].concat();
                let proof = MerkleProof::<Sha256Tree>::new(forged.clone());
                taken += usize::from(proof.verify(root, &[index, index], &fakes, size));
                let twice = [index as u64, index as u64];
                assert!(verify(&twice, &fakes, size as u64, &root, &forged).is_err(), "{index} of {size}");
            }
            // Should this ever be mended there, the wrapper may be thought over again.
            assert!(taken > 0, "rs_merkle refuses the known forgery in a tree of {size}");
        }
    }
}
