/// Warp proofs: how the authorities changed from a final block on, each change proven by those before it.
/// Spec: defn-warp-sync-proof
#pragma once

#include "chain/client/client.hpp"
#include "consensus/grandpa/hard_forks.hpp"

namespace serinus::consensus::grandpa {

/// A block that changes the authorities, or the last one of a proof, and why it is final.
struct WarpFragment {
    primitives::Header header;
    Justification justification;

    friend bool operator==(const WarpFragment&, const WarpFragment&) = default;
};

struct WarpProof {
    std::vector<WarpFragment> fragments;
    bool is_finished = false;  ///< the last fragment is of the last final block that the sender can prove

    friend bool operator==(const WarpProof&, const WarpProof&) = default;
};

/// Observed: polkadot-stable2407, MAX_WARP_SYNC_PROOF_SIZE
inline constexpr size_t kMaxWarpProofBytes = size_t{8} << 20;

/// A fragment of a set whose last block this node has not, or not with its justification: it came by warp.
chain::AuxChange keep_fragment(SetId set, const WarpFragment& fragment);
/// The sets of which there are such fragments, with their last blocks, ascending from the first set on.
chain::AuxChange keep_warp_history(const std::vector<std::pair<SetId, BlockNumber>>& history);

/// SCALE WarpProof from `begin` on: the changes of the sets since, and the last justification if it is above them. It
/// ends early, unfinished, before `max_bytes`; and at a set that was forced, as no set before it vouches for it.
/// nullopt: `begin` is not a final block of this chain, or what is needed is not kept. Any thread.
/// Observed: polkadot-stable2407, WarpSyncProof::generate
Result<std::optional<Bytes>, chain::ChainError> make_warp_proof(chain::Client& client, const Hash256& begin,
                                                                size_t max_bytes = kMaxWarpProofBytes);

/// Who votes next, as far as a warp proof was followed.
struct WarpAuthorities {
    SetId set_id = 0;
    AuthorityList authorities;

    friend bool operator==(const WarpAuthorities&, const WarpAuthorities&) = default;
};

/// Who must have made the fragments of a proof final. All of it follows from the headers, so that the justifications
/// can be checked at once.
struct WarpPlan {
    struct Step {
        /// nullopt: the block is a hard fork, which is known by its hash. Observed: polkadot-stable2407 checks nothing
        /// there
        std::optional<WarpAuthorities> voters;
        std::optional<SetId> ended;  ///< the set whose last block this is
    };
    std::vector<Step> steps;      ///< for each fragment
    WarpAuthorities next;         ///< behind the last one
    bool is_known_block = false;  ///< the proof is nothing but the block that was proven last, once more
};
/// `next`: who votes above `last`, which is proven; nullopt: above the genesis block. nullopt: the proof cannot be
/// good. Observed: polkadot-stable2407, WarpSyncProof::verify
std::optional<WarpPlan> plan_warp(const WarpProof& proof, WarpAuthorities next,
                                  const std::optional<primitives::Header>& last, const HardForks& forks);

/// The authorities that the header of a fragment names for the next set; nullopt: none, or only for a block above it.
std::optional<AuthorityList> next_authorities(const primitives::Header& header);

/// Whether this set made the fragment's header final. Refused: also kJustificationOfOtherBlock.
/// `randomness` must be unpredictable. A few milliseconds for a thousand authorities.
chain::MaybeRefusal check_fragment(const WarpFragment& fragment, const WarpAuthorities& set,
                                   const ByteArray<32>& randomness);

}  // namespace serinus::consensus::grandpa
