// Records of authorities. Nobody but the authority makes one that passes, and what it signs need not make sense: the
// part that is signed is arbitrary here, and really signed.
#include "network/discovery/authority_record.hpp"
#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::network;
using namespace serinus::network::discovery;

namespace {

struct Signers {
    crypto::ed25519::Seed peer_seed{ByteArray<32>{7}};
    crypto::sr25519::KeyPair authority = crypto::sr25519::expand(crypto::sr25519::MiniSecret(ByteArray<32>{9}));
    crypto::ed25519::PublicKey peer_key = crypto::ed25519::public_key_of(peer_seed);
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Signers signers;
    if (size == 0) return 0;
    const BytesView input = BytesView(data, size).subspan(1);
    if ((data[0] & 1) == 0) {
        // Signed by nobody.
        SERINUS_ASSERT(!check_authority_record(input, signers.authority.public_key));
        const auto record = decode_signed_authority_record(input);
        if (!record) return 0;
        const auto again = decode_signed_authority_record(encode(*record));
        SERINUS_ASSERT(again && again->record == record->record);
        SERINUS_ASSERT(again->authority_signature == record->authority_signature);
        return 0;
    }
    const SignedAuthorityRecord record{
        .record = to_bytes(input),
        .authority_signature = to_bytes(crypto::sr25519::sign(signers.authority, input, ByteArray<32>{1}).bytes),
        .peer_signature = to_bytes(crypto::ed25519::sign(signers.peer_seed, input).bytes),
        .peer_key = wire::encode_public_key(signers.peer_key)};
    const auto checked = check_authority_record(encode(record), signers.authority.public_key);
    if (!checked) {
        SERINUS_ASSERT(checked.error() != AuthorityRecordError::kWrongAuthoritySignature);
        return 0;
    }
    SERINUS_ASSERT(checked->peer == PeerId::of(signers.peer_key));
    SERINUS_ASSERT(checked->addresses.size() <= kMaxAuthorityAddresses);
    for (const Multiaddr& address : checked->addresses) SERINUS_ASSERT(!address.peer_id());
    return 0;
}
