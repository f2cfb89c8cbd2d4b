#include "tools/compose/vault.hpp"

#include "base/hex.hpp"

namespace serinus::compose {
namespace {

constexpr uint8_t kSubstrate = 0x53, kMultipart = 0;
constexpr uint8_t kSignMortal = 0, kSignImmortal = 2;
constexpr uint8_t kVaultSignedFormat = 4;
/// Ours: a code of so many bytes fits a terminal of 90 columns. Others take up to 1024.
constexpr size_t kMaxFrameBytes = 512;

std::optional<uint8_t> vault_number(crypto::Scheme scheme) {
    if (scheme == crypto::Scheme::kEd25519) return uint8_t{0};
    if (scheme == crypto::Scheme::kSr25519) return uint8_t{1};
    return std::nullopt;
}

void append_big_endian(Bytes& out, size_t number) {
    out.push_back(static_cast<uint8_t>(number >> 8));
    out.push_back(static_cast<uint8_t>(number));
}

}  // namespace

Result<std::vector<Bytes>, std::string> vault_frames(const Transaction& transaction, crypto::Scheme scheme,
                                                     const Hash256& account, const Hash256& genesis_hash) {
    const auto number = vault_number(scheme);
    ENSURE(number && transaction.format == kVaultSignedFormat,
           std::string("QR codes are for extrinsics of format 4, signed by sr25519 or ed25519"));
    Bytes content = {kSubstrate, *number, transaction.valid_until == 0 ? kSignImmortal : kSignMortal};
    append(content, account.bytes);
    append(content, scale::encode(scale::Compact<uint64_t>(transaction.call.size())));
    append(content, transaction.full_payload());
    append(content, genesis_hash.bytes);
    const size_t count = (content.size() + kMaxFrameBytes - 1) / kMaxFrameBytes;
    ENSURE(count <= UINT16_MAX, std::string("the call is too long for QR codes: use --prepare"));
    std::vector<Bytes> out;
    for (size_t i = 0; i < count; ++i) {
        Bytes& frame = out.emplace_back(Bytes{kMultipart});
        append_big_endian(frame, count);
        append_big_endian(frame, i);
        const size_t begin = i * kMaxFrameBytes;
        append(frame, BytesView(content).subspan(begin, std::min(kMaxFrameBytes, content.size() - begin)));
    }
    return out;
}

Result<Signed, std::string> read_vault_signature(std::string_view text, crypto::Scheme scheme, const Hash256& account) {
    while (!text.empty() && static_cast<uint8_t>(text.back()) <= ' ') text.remove_suffix(1);
    while (!text.empty() && static_cast<uint8_t>(text.front()) <= ' ') text.remove_prefix(1);
    const auto bytes = from_hex_prefixed(text.starts_with("0x") ? std::string(text) : "0x" + std::string(text));
    ENSURE(bytes.has_value(), std::string("the signature is no hex"));
    BytesView signature = *bytes;
    const size_t size = crypto::signature_size(scheme);
    if (signature.size() == size + 1) {
        ENSURE(vault_number(scheme) == signature[0], std::string("the signature is of another --scheme"));
        signature = signature.subspan(1);
    }
    ENSURE(signature.size() == size,
           "the signature has " + std::to_string(signature.size()) + " bytes, not " + std::to_string(size));
    return Signed{.scheme = scheme, .account = account, .signature = to_bytes(signature)};
}

}  // namespace serinus::compose
