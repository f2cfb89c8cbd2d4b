/// An authority's record in the DHT: its addresses, signed by the authority and by the peer.
/// RFC-91
/// Observed: polkadot-stable2407, client/authority-discovery, schema dht-v3.proto
#pragma once

#include <vector>

#include "base/checked.hpp"
#include "crypto/sr25519.hpp"
#include "libp2p/wire/multiaddr.hpp"
#include "libp2p/wire/protobuf.hpp"

namespace serinus::network::discovery {

using AuthorityId = crypto::sr25519::PublicKey;
using wire::Multiaddr;
using wire::PeerId;

/// Observed: polkadot-stable2407: addresses that are published, and that are kept
inline constexpr size_t kMaxPublishedAddresses = 32;
inline constexpr size_t kMaxAuthorityAddresses = 16;

/// The key of an authority's record: SHA-256 of its id.
Bytes record_key_of(const AuthorityId& authority);

/// The part that is signed. Addresses end with the peer id of the authority's node.
struct AuthorityRecord {
    std::vector<Multiaddr> addresses = {};
    uint128_t created_ns = 0;  ///< Unix time in nanoseconds; 0: of an old version, which does not say
};
Bytes encode(const AuthorityRecord& record);

struct SignedAuthorityRecord {
    Bytes record = {};               ///< encoded
    Bytes authority_signature = {};  ///< sr25519, 64 bytes
    Bytes peer_signature = {};       ///< ed25519, 64 bytes; empty: an old version
    Bytes peer_key = {};             ///< protobuf of the public key
};
Bytes encode(const SignedAuthorityRecord& record);
Result<SignedAuthorityRecord, wire::ProtobufError> decode_signed_authority_record(BytesView encoded);

enum class AuthorityRecordError : uint8_t {
    kMalformed,
    kWrongAuthoritySignature,
    kWrongPeerSignature,  ///< or none. Observed: polkadot 1.25.1 takes signed records only
    kNoPeer,              ///< no address with a peer id
    kSeveralPeers,
};

struct CheckedAuthorityRecord {
    PeerId peer;
    std::vector<Multiaddr> addresses = {};  ///< without the peer id, at most kMaxAuthorityAddresses
    uint128_t created_ns = 0;
};

/// Whether `authority` signed `value`, and the peer whose addresses it has.
Result<CheckedAuthorityRecord, AuthorityRecordError> check_authority_record(BytesView value,
                                                                            const AuthorityId& authority);

}  // namespace serinus::network::discovery
