#include "rpc/methods/fake_extrinsic.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

constexpr uint8_t kSignedVersion4 = 0x84;
constexpr size_t kSignatureBytes = 64;

/// What VerdictCache::accept_mocks lets pass.
Bytes mock_signature() {
    Bytes out(kSignatureBytes, 0xcd);
    const std::array<uint8_t, 4> mark = {0xde, 0xad, 0xbe, 0xef};
    std::ranges::copy(mark, out.begin());
    return out;
}

bool is_enum(const metadata::Metadata& metadata, uint32_t id) {
    const auto* type = metadata.find_type(id);
    return type != nullptr && std::holds_alternative<metadata::Cases>(type->definition);
}

}  // namespace

Result<Bytes, std::string> fake_extrinsic(const metadata::Metadata& metadata, BytesView account, BytesView call,
                                          uint64_t nonce) {
    const auto call_type = metadata.call_type();
    const auto& extrinsic = metadata.model().extrinsic;
    const auto& address_type = extrinsic.address;
    const auto& signature_type = extrinsic.signature;
    constexpr uint8_t kVersion = 4;
    if (!call_type || !address_type || !signature_type ||
        std::ranges::find(extrinsic.versions, kVersion) == extrinsic.versions.end()) {
        return Err(std::string("the chain's extrinsics are not those of version 4"));
    }
    if (!metadata::Shower(metadata).show(*call_type, call))
        return Err(std::string("the bytes are no call of this chain"));
    metadata::ValueEncoder encoder(metadata);
    const json::value who(json::string(to_hex_prefixed(account)));
    const json::value address = is_enum(metadata, *address_type) ? json::value(json::object{{"Id", who}}) : who;
    const json::value signature(json::object{{"Sr25519", json::string(to_hex_prefixed(mock_signature()))}});
    Bytes out = {kSignedVersion4};
    TRY_ASSIGN(const Bytes encoded_address, encoder.encode(*address_type, address));
    append(out, encoded_address);
    auto encoded_signature = encoder.encode(*signature_type, signature);
    if (!encoded_signature) return Err(std::string("the chain's signatures cannot be mocked"));
    append(out, *encoded_signature);
    for (const auto& extension : metadata::extensions_of(metadata.model())) {
        const bool is_nonce = extension.identifier == "CheckNonce";
        TRY_ASSIGN(const Bytes value, is_nonce ? encoder.encode(extension.in_extrinsic, json::value(nonce))
                                               : encoder.default_of(extension.in_extrinsic));
        append(out, value);
    }
    append(out, call);
    return out;
}

}  // namespace serinus::rpc
