//! Every tree up to 1,100 leaves, and every proof in it, against what RFC 6962 defines.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::log::multi;
use ledger::log::tile::TileId;
use ledger::log::tree::{consistency, inclusion, root, verify_consistency, verify_inclusion};

use crate::support::{Log, defined_root, leaves};

/// Beyond the 256 of a tile, four times over.
const SIZE_LIMIT: u64 = 1_100;

#[test]
fn roots_from_tiles_and_from_the_edge_are_those_of_the_definition() {
    let all = leaves(SIZE_LIMIT);
    let (mut grown, mut whole) = (Log::default(), Log::of(SIZE_LIMIT));
    for size in 0..=SIZE_LIMIT {
        let defined = defined_root(&all[..usize::try_from(size).expect("small")]);
        assert_eq!(grown.edge.root(), defined, "edge of {size}");
        let Ok(from_tiles) = root(&mut whole.nodes(size), size);
        assert_eq!(from_tiles, defined, "tiles of {size}");
        if let Some(leaf) = all.get(usize::try_from(size).expect("small")) {
            grown.append(*leaf);
        }
    }
}

#[test]
fn inclusion_proofs_from_tiles_verify_and_none_of_another_place_does() {
    let mut log = Log::of(SIZE_LIMIT);
    for size in (1..=64).chain([255, 256, 257, 511, 512, 513, SIZE_LIMIT]) {
        let Ok(whole) = root(&mut log.nodes(size), size);
        for index in 0..size {
            let Ok(path) = inclusion(&mut log.nodes(size), index, size);
            let leaf = log.leaves[usize::try_from(index).expect("small")];
            assert_eq!(verify_inclusion(&leaf, index, size, &whole, &path), Ok(()), "{index} of {size}");
            assert!(verify_inclusion(&leaf, index ^ 1, size, &whole, &path).is_err() || size == 1, "{index} of {size}");
            assert!(verify_inclusion(&leaf, index, size, &whole, &[path.as_slice(), &[leaf]].concat()).is_err());
            if let Some((_, shorter)) = path.split_last() {
                assert!(verify_inclusion(&leaf, index, size, &whole, shorter).is_err());
            }
        }
    }
}

#[test]
fn consistency_proofs_from_tiles_verify_and_none_between_other_sizes_does() {
    let mut log = Log::of(SIZE_LIMIT);
    let roots: Vec<_> = (0..=SIZE_LIMIT).map(|size| root(&mut log.nodes(size), size)).map(|Ok(root)| root).collect();
    let root_of = |size: u64| &roots[usize::try_from(size).expect("small")];
    for size in (1..=80).chain([255, 256, 257, 600, SIZE_LIMIT]) {
        for old in 1..=size {
            let Ok(path) = consistency(&mut log.nodes(size), old, size);
            assert_eq!(verify_consistency(old, size, root_of(old), root_of(size), &path), Ok(()), "{old} to {size}");
            if old < size {
                let other = root_of(old - 1);
                assert!(verify_consistency(old, size, other, root_of(size), &path).is_err(), "{old} to {size}");
                assert!(verify_consistency(old, size, root_of(old), root_of(size - 1), &path).is_err());
                let longer = [path.as_slice(), &[*other]].concat();
                assert!(verify_consistency(old, size, root_of(old), root_of(size), &longer).is_err());
                let shorter = &path[..path.len() - 1];
                assert!(verify_consistency(old, size, root_of(old), root_of(size), shorter).is_err());
            }
        }
    }
}

#[test]
fn one_proof_for_many_entries_verifies_and_a_changed_one_does_not() {
    let mut log = Log::of(SIZE_LIMIT);
    for size in [1, 2, 3, 7, 8, 255, 256, 257, 700, SIZE_LIMIT] {
        let Ok(whole) = root(&mut log.nodes(size), size);
        for step in [1, 2, 3, 7, 50, 300] {
            let indices: Vec<u64> = (0..size).step_by(step).collect();
            let Ok(proof) = multi::prove(&mut log.nodes(size), &indices, size);
            let some: Vec<_> =
                indices.iter().map(|index| log.leaves[usize::try_from(*index).expect("small")]).collect();
            assert_eq!(multi::verify(&indices, &some, size, &whole, &proof), Ok(()), "every {step} of {size}");
            let mut other = some.clone();
            other[0][0] ^= 1;
            assert!(multi::verify(&indices, &other, size, &whole, &proof).is_err());
            assert!(multi::verify(&indices, &some, size, &whole, &[proof.as_slice(), &[whole]].concat()).is_err());
        }
    }
}

#[test]
fn a_tile_is_as_wide_as_the_tree_makes_it() {
    let tile = |level, index| TileId { level, index };
    assert_eq!(
        (tile(0, 272).width_at(70_000), tile(0, 273).width_at(70_000), tile(0, 274).width_at(70_000)),
        (256, 112, 0)
    );
    assert_eq!((tile(1, 0).width_at(70_000), tile(1, 1).width_at(70_000)), (256, 17));
    assert_eq!((tile(2, 0).width_at(70_000), tile(3, 0).width_at(70_000)), (1, 0));
    assert_eq!(tile(1, 1).sizes_of_width(17), Some((69_888, 70_143)));
}

/// Each of the 600,000 proofs of either kind. In a browser, where they would take long, the sizes above are enough.
#[cfg(not(target_arch = "wasm32"))]
mod every_proof {
    use std::convert::Infallible;

    use ledger::log::TreeHash;
    use ledger::log::tree::{Nodes, consistency, inclusion, node_hash, verify_consistency, verify_inclusion};

    use super::SIZE_LIMIT;
    use crate::support::{Log, leaves};

    /// The hashes of all whole subtrees by level, computed once.
    struct Subtrees(Vec<Vec<TreeHash>>);

    impl Subtrees {
        fn of(leaves: Vec<TreeHash>) -> Self {
            let mut levels = vec![leaves];
            while let Some(below) = levels.last().filter(|below| below.len() > 1) {
                let above = below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
                levels.push(above);
            }
            Self(levels)
        }
    }

    impl Nodes for Subtrees {
        type Error = Infallible;

        fn node(&mut self, level: u32, index: u64) -> Result<TreeHash, Infallible> {
            Ok(self.0[usize::try_from(level).expect("small")][usize::try_from(index).expect("small")])
        }
    }

    /// The root of every size, from the edge: that they are those of the definition is tried above.
    fn roots() -> Vec<TreeHash> {
        let mut log = Log::default();
        let mut roots = vec![log.edge.root()];
        for leaf in leaves(SIZE_LIMIT) {
            log.append(leaf);
            roots.push(log.edge.root());
        }
        roots
    }

    #[test]
    fn of_inclusion_verifies() {
        let (all, roots) = (leaves(SIZE_LIMIT), roots());
        let mut subtrees = Subtrees::of(all.clone());
        for (size, root) in (0..).zip(&roots) {
            for (index, leaf) in (0..size).zip(&all) {
                let Ok(path) = inclusion(&mut subtrees, index, size);
                assert_eq!(verify_inclusion(leaf, index, size, root, &path), Ok(()), "{index} of {size}");
            }
        }
    }

    #[test]
    fn of_consistency_verifies() {
        let roots = roots();
        let mut subtrees = Subtrees::of(leaves(SIZE_LIMIT));
        for (size, root) in (0..).zip(&roots) {
            for (old, before) in (1..=size).zip(roots.iter().skip(1)) {
                let Ok(path) = consistency(&mut subtrees, old, size);
                assert_eq!(verify_consistency(old, size, before, root, &path), Ok(()), "{old} to {size}");
            }
        }
    }
}
