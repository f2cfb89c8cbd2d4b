/// Bitfields: which candidates on cores a validator has its chunk of, made 1.5 s after a leaf, and passed on along the
/// grid. Observed: polkadot-node-core-bitfield-signing 36.0.0, polkadot-availability-bitfield-distribution 36.0.0.
#pragma once

#include <map>
#include <set>

#include "crypto/sr25519.hpp"
#include "parachain/statements/peer_topology.hpp"
#include "parachain/wire/validation_messages.hpp"

namespace serinus::parachain {

/// How long after a leaf the own bitfield is made: by then chunks have had time to come.
inline constexpr uint32_t kBitfieldDelayMs = 1500;

/// The own bitfield: a bit for each core, set if a candidate waits there whose chunk this validator has. `candidates`:
/// of all cores in order; nothing on a free or scheduled one.
template <class HasChunk>  // bool(CandidateHash)
Bits make_bitfield(const std::vector<std::optional<CandidateHash>>& candidates, HasChunk&& has_chunk) {
    Bits out(candidates.size());
    for (size_t core = 0; core < candidates.size(); ++core) {
        if (candidates[core] && has_chunk(*candidates[core])) out.set(core, true);
    }
    return out;
}

class BitfieldGossip {
  public:
    /// Blocks and peers that are kept: ours. The node's view has few leaves, and its peers are limited elsewhere.
    static constexpr size_t kMaxBlocks = 64;

    enum class Verdict : uint8_t {
        kNew,
        kKnown,           ///< from another peer before, and equal
        kOther,           ///< another one of the same validator: ignored, since either may be the first
        kNotInView,       ///< minor
        kNoValidators,    ///< minor
        kWrongIndex,      ///< major: no such validator
        kDuplicate,       ///< minor, repeated: the peer has sent one of this validator
        kWrongSignature,  ///< major
    };

    struct Effect {
        struct Send {
            std::vector<PeerId> peers;
            BitfieldMessage::Bitfield message;
        };
        /// For the author of a child of the block.
        struct Provide {
            BitfieldMessage::Bitfield message;
        };
        std::variant<Send, Provide> v;
    };
    using Effects = std::vector<Effect>;

    void set_topology(SessionIndex session, PeerTopology topology);

    void activate(const Hash256& block, SessionIndex session, std::vector<crypto::sr25519::PublicKey> validators);
    void deactivate(const Hash256& block);

    void connect(const PeerId& peer) { views_.try_emplace(peer); }
    void disconnect(const PeerId& peer);
    /// A peer's view has changed: it gets what it may lack of blocks that are new to it. `is_lucky`: a peer that is no
    /// neighbour is served too (the caller draws).
    void on_view(const PeerId& peer, const View& view, bool is_lucky, Effects& out);

    /// The own bitfield.
    void distribute(const BitfieldMessage::Bitfield& message, const Draw& draw, Effects& out);
    Verdict on_message(const PeerId& peer, const BitfieldMessage::Bitfield& message, const Draw& draw, Effects& out);

  private:
    struct Block {
        SessionIndex session{};
        std::vector<crypto::sr25519::PublicKey> validators;
        std::map<ValidatorIndex, UncheckedSignedAvailabilityBitfield> bitfields;
        std::map<PeerId, std::set<ValidatorIndex>> sent;
        std::map<PeerId, std::set<ValidatorIndex>> received;

        bool is_needed_by(const PeerId& peer, ValidatorIndex validator) const;
    };
    void relay(Block& block, const BitfieldMessage::Bitfield& message, bool is_own, const Draw& draw, Effects& out);

    std::map<Hash256, Block> blocks_;
    std::map<SessionIndex, PeerTopology> topologies_;
    std::map<PeerId, std::set<Hash256>> views_;
};

}  // namespace serinus::parachain
