/// The first block of a chain, from its specification.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "executor/runtime_code.hpp"
#include "primitives/header.hpp"

namespace serinus::chain {

/// The runtime that a chain begins with.
struct GenesisCode {
    size_t size = 0;  ///< as stored
    Hash256 hash;     ///< BLAKE2b-256 of it as stored
    bool compressed = false;
    size_t wasm_size = 0;  ///< of the module
    std::optional<executor::EmbeddedVersion> version;
};

struct GenesisBlock {
    primitives::Header header;
    Hash256 hash;  ///< of the header; names the chain to its peers
    /// How the state is hashed; absent if the specification gives only its root.
    std::optional<trie::StateVersion> state_version;
    std::optional<GenesisCode> code;  ///< absent if there is no `:code`
};

/// Computes the genesis block. Its body is empty, its digest too.
///
/// The state version is that of the runtime in `:code`, which its `runtime_version` section says. A module without that
/// section is asked, if it knows state versions at all; most are older (Kusama 1020 and Westend 1 among them) and use
/// version 0. Without `:code`, which a chain that runs cannot do, version 1 is taken. Errors: kNeedsRuntime for a
/// genesis that only instructs its runtime; kBadValue for keys or code that no state has. Spec: defn-genesis-header
Result<GenesisBlock, SpecError> genesis_block(const ChainSpec& spec);

/// How the runtime in the `:code` of a state hashes it: see genesis_block.
Result<trie::StateVersion, SpecError> state_version_of(const RawGenesis& state);

/// The root of a genesis state, child tries included: the root of each non-empty one stands in the top trie under
/// `:child_storage:default:` and its key.
/// Errors: kBadValue if `top` has a key that begins with `:child_storage:`.
/// Spec: sect-child-trie-structure
Result<Hash256, SpecError> state_root(const RawGenesis& genesis, trie::StateVersion version);

}  // namespace serinus::chain
