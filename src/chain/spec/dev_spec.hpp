/// The chains that this program carries in itself, for those who develop against them.
#pragma once

#include "chain/spec/chain_spec.hpp"

namespace serinus::chain {

/// Kusama's runtime, and what its genesis builder takes for the chains below.
struct BuiltInRuntime {
    BytesView code;  ///< as `:code` is stored
    std::string_view development_patch;
    std::string_view local_testnet_patch;
    std::string_view staking_testnet_patch;
    BytesView proper_code;  ///< the composition that runs on Kusama: without Sudo, with the usual tracks
    std::string_view proper_patch;
};

/// A chain of one validator, //Alice, who has the sudo key too; she, //Bob, //Charlie, //Dave, //Eve, //Ferdie and the
/// //stash of each own a million KSM. Their secrets are public. Name and id as in the reference: kusama-dev.
ChainSpec development_spec(const BuiltInRuntime& runtime);

/// The same with two validators, //Alice and //Bob: kusama-local.
ChainSpec local_testnet_spec(const BuiltInRuntime& runtime);

/// Four validators, //Alice to //Dave, whom Staking elects, with nominators. Ours: kusama-staking, to which
/// `serinus` adds stakers of all kinds.
ChainSpec staking_testnet_spec(const BuiltInRuntime& runtime);

/// As development_spec(), on the runtime that runs on Kusama: nobody has a sudo key. Ours: kusama-proper.
ChainSpec proper_spec(const BuiltInRuntime& runtime);

}  // namespace serinus::chain
