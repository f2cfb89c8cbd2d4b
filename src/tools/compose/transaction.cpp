#include "tools/compose/transaction.hpp"

#include "hashing/hashing.hpp"

namespace serinus::compose {
namespace {

using metadata::Case;
using metadata::Cases;
using metadata::Metadata;
using metadata::Type;

/// The first byte of an extrinsic: two bits for its kind, six for its format. Spec: sect-extrinsics, RFC-84
constexpr uint8_t kSignedKind = 0b1000'0000, kGeneralKind = 0b0100'0000;
constexpr uint8_t kSignedFormat = 4, kGeneralFormat = 5;
/// Longer payloads are signed by their hash. Spec: defn-extrinsic-signature
constexpr size_t kMaxSignedBytes = 256;

const Type* type_of(const Metadata& metadata, const std::optional<metadata::TypeId>& id) {
    return id ? metadata.find_type(*id) : nullptr;
}

const Case* find_case(const Type& type, std::string_view name) {
    const auto* cases = std::get_if<Cases>(&type.definition);
    if (cases == nullptr) return nullptr;
    const auto found = std::ranges::find(cases->cases, name, &Case::name);
    return found == cases->cases.end() ? nullptr : &*found;
}

Result<Bytes, std::string> address_bytes(const Metadata& metadata, const Hash256& account) {
    const Type* const type = type_of(metadata, metadata.model().extrinsic.address);
    ENSURE(type != nullptr, std::string("the metadata does not say which addresses transactions have"));
    const std::string_view name = type->path.empty() ? std::string_view() : type->path.back();
    if (name == "AccountId32") return to_bytes(account.bytes);
    const Case* const id = name == "MultiAddress" ? find_case(*type, "Id") : nullptr;
    ENSURE(id != nullptr, "accounts of this chain are of the type " + std::string(name) +
                              ", which are not supported: only those of 32 bytes are");
    return concat(Bytes{id->index}, account.bytes);
}

/// A MultiSignature of the type `type`.
Result<Bytes, std::string> signature_bytes(const Type* type, const Signed& by) {
    const char* const name = by.scheme == crypto::Scheme::kSr25519   ? "Sr25519"
                             : by.scheme == crypto::Scheme::kEd25519 ? "Ed25519"
                                                                     : "Ecdsa";
    const Case* const found = type == nullptr ? nullptr : find_case(*type, name);
    ENSURE(found != nullptr, "this chain takes no signatures by " + std::string(crypto::to_string(by.scheme)) +
                                 ": use a key of another --scheme");
    return concat(Bytes{found->index}, by.signature);
}

Bytes with_length(BytesView body) {
    Bytes out = scale::encode(scale::Compact<uint64_t>(body.size()));
    append(out, body);
    return out;
}

}  // namespace

Bytes Transaction::full_payload() const {
    Bytes out;
    auto first = extensions.begin();
    if (format == kGeneralFormat) {
        out.push_back(extension_version);
        first = std::ranges::find(extensions, true, &ExtensionBytes::carries_signature);
        if (first != extensions.end()) ++first;
    }
    append(out, call);
    for (auto one = first; one != extensions.end(); ++one) append(out, one->in_extrinsic);
    for (auto one = first; one != extensions.end(); ++one) append(out, one->in_payload);
    return out;
}

Bytes Transaction::payload() const {
    Bytes full = full_payload();
    if (format != kGeneralFormat && full.size() <= kMaxSignedBytes) return full;
    return to_bytes(hashing::blake2b_256(full).bytes);
}

Result<uint8_t, std::string> choose_format(const Metadata& metadata, std::optional<uint8_t> wanted) {
    const auto& offered = metadata.model().extrinsic.versions;
    const auto has = [&](uint8_t format) { return std::ranges::find(offered, format) != offered.end(); };
    std::string all;
    for (const uint8_t one : offered) all += (all.empty() ? "" : " and ") + std::to_string(one);
    if (wanted) {
        ENSURE(*wanted == kSignedFormat || *wanted == kGeneralFormat, std::string("extrinsics have the format 4 or 5"));
        ENSURE(has(*wanted), "this chain takes extrinsics of format " + all + ", not " + std::to_string(*wanted));
        return *wanted;
    }
    if (has(kSignedFormat)) return kSignedFormat;
    ENSURE(has(kGeneralFormat), "this chain takes extrinsics of format " + all + ", of which none is known here");
    return kGeneralFormat;
}

Result<Bytes, std::string> assemble(const Metadata& metadata, const Transaction& transaction, const Signed& by) {
    const auto& types = metadata.model().extrinsic;
    TRY_ASSIGN(const Bytes signature, signature_bytes(type_of(metadata, types.signature), by));
    Bytes body;
    if (transaction.format == kSignedFormat) {
        TRY_ASSIGN(const Bytes address, address_bytes(metadata, by.account));
        body.push_back(kSignedKind | kSignedFormat);
        append(body, address);
        append(body, signature);
    } else {
        const auto carrier = std::ranges::find(transaction.extensions, true, &ExtensionBytes::carries_signature);
        ENSURE(carrier != transaction.extensions.end(),
               std::string("no extension of this chain carries a signature, so that general transactions cannot be "
                           "signed: use --format 4"));
        body.push_back(kGeneralKind | kGeneralFormat);
        body.push_back(transaction.extension_version);
    }
    for (const ExtensionBytes& one : transaction.extensions) {
        if (transaction.format == kGeneralFormat && one.carries_signature) {
            // The case Signed: the signature, then the account.
            body.push_back(0);
            append(body, signature);
            append(body, by.account.bytes);
        } else {
            append(body, one.in_extrinsic);
        }
    }
    append(body, transaction.call);
    return with_length(body);
}

Bytes assemble_bare(uint8_t format, BytesView call) { return with_length(concat(Bytes{format}, call)); }

Hash256 hash_of(BytesView extrinsic) { return hashing::blake2b_256(extrinsic); }

}  // namespace serinus::compose
