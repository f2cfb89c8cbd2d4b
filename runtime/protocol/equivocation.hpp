/// What reports of misbehaviour consist of: proofs that a key was a validator's in a session, and headers.
#pragma once

#include "runtime/sdk/digest.hpp"
#include "runtime/sdk/keys.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_session {

/// Shows that a key belonged to a validator of a session: nodes of the trie whose root Historical keeps.
struct MembershipProof {
    uint32_t session{};
    std::vector<Bytes> trie_nodes;
    uint32_t validator_count{};
    friend bool operator==(const MembershipProof&, const MembershipProof&) = default;
};

}  // namespace serinus::sp_session

namespace serinus::sp_runtime {

/// Something encoded, of whatever type.
struct OpaqueValue {
    Bytes _0;
};

}  // namespace serinus::sp_runtime

namespace serinus::sp_runtime::generic::header {

/// A block header as calls carry it; its encoding is that of primitives::Header. `Hash` stands for BLAKE2b-256.
/// Spec: defn-block-header
template <class Number, class Hash>
struct Header {
    using Params = sdk::List<sdk::Param<"Number", Number>, sdk::Param<"Hash">>;

    Hash256 parent_hash;
    scale::Compact<Number> number;
    Hash256 state_root;
    Hash256 extrinsics_root;
    sp_runtime::generic::digest::Digest digest;

    friend bool operator==(const Header&, const Header&) = default;
};

}  // namespace serinus::sp_runtime::generic::header

namespace serinus::sp_consensus_slots {

/// A number of periods of six seconds since 1970.
struct Slot {
    uint64_t _0{};
    friend auto operator<=>(const Slot&, const Slot&) = default;
};

/// Two headers that one author made for one slot.
template <class Header, class Id>
struct EquivocationProof {
    using Params = sdk::List<sdk::Param<"Header", Header>, sdk::Param<"Id", Id>>;

    Id offender;
    Slot slot;
    Header first_header;
    Header second_header;

    friend bool operator==(const EquivocationProof&, const EquivocationProof&) = default;
};

}  // namespace serinus::sp_consensus_slots

namespace serinus::sdk {

using sp_consensus_slots::Slot;
using sp_session::MembershipProof;
using SessionIndex = uint32_t;

/// `H` as a parameter that is only a name: the hasher.
using CallHeader = sp_runtime::generic::header::Header<BlockNumber, void>;

}  // namespace serinus::sdk
