#include "network/discovery/authority_record.hpp"

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::discovery {
namespace {

using wire::ProtobufError;
using wire::ProtobufReader;
using wire::ProtobufWriter;

// Of the record.
constexpr uint32_t kAddressesField = 1, kCreationField = 2, kTimestampField = 1;
// Around it.
constexpr uint32_t kRecordField = 1, kAuthoritySignatureField = 2, kPeerSignatureField = 3;
// Of the peer's signature.
constexpr uint32_t kSignatureField = 1, kPublicKeyField = 2;

/// Calls `take` with the number and the bytes of each field that has bytes.
template <class Take>
Result<void, ProtobufError> for_each_bytes(BytesView encoded, const Take& take) {
    ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) return {};
        if (field->type != wire::WireType::kBytes) continue;
        TRY(take(field->number, field->bytes));
    }
}

/// Addresses that do not decode make the whole record malformed, as in the reference.
Result<AuthorityRecord, ProtobufError> decode_authority_record(BytesView encoded) {
    AuthorityRecord out;
    TRY(for_each_bytes(encoded, [&](uint32_t number, BytesView value) -> Result<void, ProtobufError> {
        if (number == kAddressesField) {
            // Addresses above our bounds are not even read.
            if (out.addresses.size() > kMaxPublishedAddresses) return {};
            auto address = Multiaddr::from_bytes(value);
            if (!address) return Err(ProtobufError::kBadValue);
            out.addresses.push_back(*std::move(address));
        } else if (number == kCreationField) {
            return for_each_bytes(value, [&](uint32_t inner, BytesView time) -> Result<void, ProtobufError> {
                if (inner == kTimestampField) out.created_ns = scale::decode<uint128_t>(time).value_or(0);
                return {};
            });
        }
        return {};
    }));
    return out;
}

}  // namespace

Bytes record_key_of(const AuthorityId& authority) { return to_bytes(hashing::sha2_256(authority.bytes).bytes); }

Bytes encode(const AuthorityRecord& record) {
    ProtobufWriter writer;
    for (const Multiaddr& address : record.addresses) writer.bytes(kAddressesField, address.bytes());
    ProtobufWriter creation;
    creation.bytes(kTimestampField, scale::encode(record.created_ns));
    writer.message(kCreationField, creation);
    return std::move(writer).take();
}

Bytes encode(const SignedAuthorityRecord& record) {
    ProtobufWriter writer;
    writer.bytes(kRecordField, record.record).bytes(kAuthoritySignatureField, record.authority_signature);
    if (!record.peer_signature.empty()) {
        ProtobufWriter peer;
        peer.bytes(kSignatureField, record.peer_signature).bytes(kPublicKeyField, record.peer_key);
        writer.message(kPeerSignatureField, peer);
    }
    return std::move(writer).take();
}

Result<SignedAuthorityRecord, ProtobufError> decode_signed_authority_record(BytesView encoded) {
    SignedAuthorityRecord out;
    TRY(for_each_bytes(encoded, [&](uint32_t number, BytesView value) -> Result<void, ProtobufError> {
        if (number == kRecordField) out.record = to_bytes(value);
        if (number == kAuthoritySignatureField) out.authority_signature = to_bytes(value);
        if (number != kPeerSignatureField) return {};
        return for_each_bytes(value, [&](uint32_t inner, BytesView part) -> Result<void, ProtobufError> {
            if (inner == kSignatureField) out.peer_signature = to_bytes(part);
            if (inner == kPublicKeyField) out.peer_key = to_bytes(part);
            return {};
        });
    }));
    return out;
}

Result<CheckedAuthorityRecord, AuthorityRecordError> check_authority_record(BytesView value,
                                                                            const AuthorityId& authority) {
    using Error = AuthorityRecordError;
    const auto outer = decode_signed_authority_record(value);
    if (!outer) return Err(Error::kMalformed);
    const auto authority_signature = crypto::sr25519::Signature::from(outer->authority_signature);
    if (!authority_signature || !crypto::sr25519::verify(*authority_signature, outer->record, authority))
        return Err(Error::kWrongAuthoritySignature);
    const auto record = decode_authority_record(outer->record);
    if (!record) return Err(Error::kMalformed);

    std::optional<PeerId> peer;
    CheckedAuthorityRecord out{.peer = {}, .created_ns = record->created_ns};
    for (const Multiaddr& address : record->addresses) {
        const auto one = address.peer_id();
        if (!one) continue;
        if (peer && *peer != *one) return Err(Error::kSeveralPeers);
        peer = one;
        Multiaddr bare = address.without_peer_id();
        if (!bare.empty() && out.addresses.size() < kMaxAuthorityAddresses) out.addresses.push_back(std::move(bare));
    }
    if (!peer) return Err(Error::kNoPeer);
    out.peer = *peer;

    const auto peer_key = wire::decode_public_key(outer->peer_key);
    const auto peer_signature = crypto::ed25519::Signature::from(outer->peer_signature);
    if (!peer_key || !peer_signature || PeerId::of(*peer_key) != *peer ||
        !crypto::ed25519::verify(*peer_signature, outer->record, *peer_key))
        return Err(Error::kWrongPeerSignature);
    return out;
}

}  // namespace serinus::network::discovery
