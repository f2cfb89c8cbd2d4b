/// Notifications between collators and validators: the protocols `collation/1` to `collation/4`.
/// Observed: polkadot-node-network-protocol 36.0.0 (v1, v2, v3_collation, v4_collation).
#pragma once

#include "parachain/wire/validation_messages.hpp"
#include "primitives/parachain/receipt_version.hpp"

namespace serinus::parachain {

using polkadot_primitives::v9::DescriptorVersion;
using CollatorId = polkadot_primitives::v5::collator_app::Public;
using CollatorSignature = polkadot_primitives::v5::collator_app::Signature;

/// A collator says for which para it is one; the validator's peer closes what has not said so.
struct Declare {
    CollatorId collator;
    ParaId para_id;
    CollatorSignature signature;  ///< of `declare_payload`
    friend bool operator==(const Declare&, const Declare&) = default;
};

/// What a collator signs: that this peer is it.
inline Bytes declare_payload(BytesView peer_id) {
    constexpr ByteArray<4> kMagic = {'C', 'O', 'L', 'L'};
    return concat(peer_id, kMagic);
}

/// A validator has seconded the collator's candidate.
struct CollationSeconded {
    Hash256 scheduling_parent;
    SignedFullStatement statement;
    friend bool operator==(const CollationSeconded&, const CollationSeconded&) = default;
};

/// `collation/1`: by relay parent alone.
struct AdvertiseCollationV1 {
    Hash256 relay_parent;
    friend bool operator==(const AdvertiseCollationV1&, const AdvertiseCollationV1&) = default;
};
/// `collation/2`
struct AdvertiseCollationV2 {
    Hash256 scheduling_parent;
    CandidateHash candidate_hash;
    Hash256 parent_head_data_hash;
    friend bool operator==(const AdvertiseCollationV2&, const AdvertiseCollationV2&) = default;
};
/// `collation/3`
struct AdvertiseCollationV3 {
    Hash256 scheduling_parent;
    CandidateHash candidate_hash;
    Hash256 parent_head_data_hash;
    DescriptorVersion descriptor_version;
    Hash256 relay_parent;
    friend bool operator==(const AdvertiseCollationV3&, const AdvertiseCollationV3&) = default;
};

/// The messages of `collation/1` to `/3`, which differ in their advertisement. An outer tag 0 stands before them.
template <class Advertise>
struct CollatorMessage {
    using Inner = scale::Enum<scale::At<0, Declare>, scale::At<1, Advertise>, scale::At<4, CollationSeconded>>;
    std::variant<Inner> v;

    const Inner& inner() const noexcept { return *std::get_if<0>(&v); }
    friend bool operator==(const CollatorMessage&, const CollatorMessage&) = default;
};
using CollatorMessageV1 = CollatorMessage<AdvertiseCollationV1>;
using CollatorMessageV2 = CollatorMessage<AdvertiseCollationV2>;
using CollatorMessageV3 = CollatorMessage<AdvertiseCollationV3>;

/// The most candidates of a segment.
inline constexpr uint32_t kMaxSegmentCandidates = 32;

/// A block of a parachain, by what stays the same when it is submitted again.
struct CandidateFingerprint {
    Hash256 output_head_data_hash;
    Hash256 parent_head_data_hash;
    uint8_t claim_queue_offset{};
    friend bool operator==(const CandidateFingerprint&, const CandidateFingerprint&) = default;
};

/// The only message of `collation/4`: blocks that are not included yet, the oldest first; some may be left out. The
/// first one binds the peer to its para.
struct AdvertiseSegment {
    Hash256 scheduling_parent;
    ParaId para_id;
    DescriptorVersion descriptor_version;
    scale::BoundedVec<CandidateFingerprint, kMaxSegmentCandidates> candidates;
    friend bool operator==(const AdvertiseSegment&, const AdvertiseSegment&) = default;
};

using CollationPeerMessageV1 = PeerMessage<CollatorMessageV1>;
using CollationPeerMessageV2 = PeerMessage<CollatorMessageV2>;
using CollationPeerMessageV3 = PeerMessage<CollatorMessageV3>;
using CollationPeerMessageV4 = PeerMessage<AdvertiseSegment>;

}  // namespace serinus::parachain
