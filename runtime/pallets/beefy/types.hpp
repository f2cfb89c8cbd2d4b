/// What BEEFY's digests, votes and reports consist of.
/// Pallet: sp-consensus-beefy
#pragma once

#include "runtime/protocol/equivocation.hpp"

namespace serinus::sp_core::ecdsa {

/// r, s and the recovery id.
struct Signature {
    ByteArray<65> _0{};
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace serinus::sp_core::ecdsa

namespace serinus::sp_consensus_beefy::ecdsa_crypto {

struct Signature {
    sp_core::ecdsa::Signature _0;
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

}  // namespace serinus::sp_consensus_beefy::ecdsa_crypto

namespace serinus::sp_consensus_beefy {

using AuthorityId = ecdsa_crypto::Public;
using ValidatorSetId = uint64_t;

/// Never empty.
template <class AuthorityId>
struct ValidatorSet {
    using Params = sdk::List<sdk::Param<"AuthorityId", AuthorityId>>;
    std::vector<AuthorityId> validators;
    ValidatorSetId id{};
    friend bool operator==(const ValidatorSet&, const ValidatorSet&) = default;
};

namespace payload {

/// What a commitment is about, by two letters each: "mh", the root of the Merkle mountain range.
struct Payload {
    std::vector<std::pair<ByteArray<2>, Bytes>> _0;
    friend bool operator==(const Payload&, const Payload&) = default;
};

}  // namespace payload

namespace commitment {

/// What the validators of a set sign of a final block.
template <class TBlockNumber>
struct Commitment {
    using Params = sdk::List<sdk::Param<"TBlockNumber", TBlockNumber>>;
    payload::Payload payload;
    TBlockNumber block_number{};
    ValidatorSetId validator_set_id{};
    friend bool operator==(const Commitment&, const Commitment&) = default;
};

}  // namespace commitment

template <class Number, class Id, class Signature>
struct VoteMessage {
    using Params = sdk::List<sdk::Param<"Number", Number>, sdk::Param<"Id", Id>, sdk::Param<"Signature", Signature>>;
    commitment::Commitment<Number> commitment;
    Id id;
    Signature signature;
    friend bool operator==(const VoteMessage&, const VoteMessage&) = default;
};

/// Two votes of one validator for one block, with different payloads.
template <class Number, class Id, class Signature>
struct DoubleVotingProof {
    using Params = sdk::List<sdk::Param<"Number", Number>, sdk::Param<"Id", Id>, sdk::Param<"Signature", Signature>>;
    VoteMessage<Number, Id, Signature> first;
    VoteMessage<Number, Id, Signature> second;
    friend bool operator==(const DoubleVotingProof&, const DoubleVotingProof&) = default;
};

/// A vote for another range of blocks than that of the canonical chain, of which the header has the root.
template <class Header, class Id, class AncestryProof>
struct ForkVotingProof {
    using Params =
        sdk::List<sdk::Param<"Header", Header>, sdk::Param<"Id", Id>, sdk::Param<"AncestryProof", AncestryProof>>;
    VoteMessage<sdk::BlockNumber, Id, ecdsa_crypto::Signature> vote;
    AncestryProof ancestry_proof;  ///< of the range of the block that was voted for
    Header header;
    friend bool operator==(const ForkVotingProof&, const ForkVotingProof&) = default;
};

/// A vote for a block that there is not yet.
template <class Number, class Id>
struct FutureBlockVotingProof {
    using Params = sdk::List<sdk::Param<"Number", Number>, sdk::Param<"Id", Id>>;
    VoteMessage<Number, Id, ecdsa_crypto::Signature> vote;
    friend bool operator==(const FutureBlockVotingProof&, const FutureBlockVotingProof&) = default;
};

/// Messages of the runtime to BEEFY in a digest.
struct ConsensusLog {
    struct AuthoritiesChange {
        ValidatorSet<AuthorityId> _0;
    };
    struct OnDisabled {
        uint32_t _0{};  ///< index of the authority
    };
    struct MmrRoot {
        Hash256 _0;
    };
    scale::Enum<scale::At<1, AuthoritiesChange>, scale::At<2, OnDisabled>, scale::At<3, MmrRoot>> v;
};

using Vote = VoteMessage<uint32_t, AuthorityId, ecdsa_crypto::Signature>;

/// Whether the vote has its validator's signature, of keccak-256 of the encoded commitment.
bool is_signed(const Vote& vote);

/// Whether one validator signed two commitments for one block of one set, with different payloads.
bool are_double_votes(const Vote& first, const Vote& second);

namespace mmr {

/// A set of validators in a leaf: the root of the tree of their Ethereum addresses.
template <class AuthoritySetCommitment>
struct BeefyAuthoritySet {
    using Params = sdk::List<sdk::Param<"AuthoritySetCommitment", AuthoritySetCommitment>>;
    ValidatorSetId id{};
    uint32_t len{};
    AuthoritySetCommitment keyset_commitment;
    friend bool operator==(const BeefyAuthoritySet&, const BeefyAuthoritySet&) = default;
};

}  // namespace mmr

}  // namespace serinus::sp_consensus_beefy

namespace serinus::pallet_beefy {

/// When an offence happened: reports of one round belong together.
struct TimeSlot {
    uint64_t set_id{};
    uint32_t round{};
};

}  // namespace serinus::pallet_beefy
