#include "tools/compose/signing_file.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"

namespace serinus::compose {
namespace {

namespace json = boost::json;

constexpr uint64_t kFileVersion = 1;
/// Ours: a chain has about a dozen.
constexpr size_t kMaxExtensions = 256;

const json::value* field_in(const json::object& fields, std::string_view name) { return fields.if_contains(name); }

Result<Bytes, std::string> hex_field(const json::object& fields, std::string_view name) {
    const auto* value = field_in(fields, name);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    auto bytes = text == nullptr ? Result<Bytes, HexError>(Err(HexError::kMissingPrefix)) : from_hex_prefixed(*text);
    if (!bytes) return Err("the field `" + std::string(name) + "` is no hex text");
    return *std::move(bytes);
}

std::string text_field(const json::object& fields, std::string_view name) {
    const auto* value = field_in(fields, name);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

Result<uint64_t, std::string> number_field(const json::object& fields, std::string_view name, uint64_t most) {
    const auto* value = field_in(fields, name);
    boost::system::error_code failed;
    const auto out = value == nullptr ? 0 : value->to_number<uint64_t>(failed);
    if (value == nullptr || failed || out > most) return Err("the field `" + std::string(name) + "` is no such number");
    return out;
}

Result<Hash256, std::string> account_field(const json::object& fields, std::string_view name) {
    TRY_ASSIGN(const Bytes bytes, hex_field(fields, name));
    const auto account = Hash256::from(bytes);
    if (!account) return Err("the field `" + std::string(name) + "` has not the 32 bytes of an account");
    return *account;
}

}  // namespace

std::string signing_file_json(const SigningFile& file) {
    const Transaction& of = file.transaction;
    json::array extensions;
    for (const ExtensionBytes& one : of.extensions) {
        extensions.push_back(json::object{{"identifier", one.identifier},
                                          {"inExtrinsic", to_hex_prefixed(one.in_extrinsic)},
                                          {"inPayload", to_hex_prefixed(one.in_payload)},
                                          {"carriesSignature", one.carries_signature}});
    }
    json::object out{{"serinusTransaction", kFileVersion},
                     {"chain", file.chain},
                     {"shownCall", file.shown},
                     {"validUntil", of.valid_until},
                     {"account", to_hex_prefixed(file.account.bytes)},
                     {"format", of.format},
                     {"extensionVersion", of.extension_version},
                     {"call", to_hex_prefixed(of.call)},
                     {"extensions", std::move(extensions)},
                     {"payload", to_hex_prefixed(of.payload())}};
    if (file.by) {
        out["scheme"] = crypto::to_string(file.by->scheme);
        out["signature"] = to_hex_prefixed(file.by->signature);
    }
    return json::serialize(out) + "\n";
}

Result<SigningFile, std::string> read_signing_file(std::string_view text) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(text, failed);
    const auto* fields = failed ? nullptr : parsed.if_object();
    ENSURE(fields != nullptr && fields->contains("serinusTransaction"),
           std::string("it is no file that `serinus tx --prepare` has written"));
    const auto version = number_field(*fields, "serinusTransaction", kFileVersion);
    ENSURE(version, std::string("the file is of a later version of serinus"));
    SigningFile out;
    out.chain = text_field(*fields, "chain");
    out.shown = text_field(*fields, "shownCall");
    out.transaction.valid_until = TRY(number_field(*fields, "validUntil", UINT64_MAX));
    out.account = TRY(account_field(*fields, "account"));
    out.transaction.format = static_cast<uint8_t>(TRY(number_field(*fields, "format", UINT8_MAX)));
    out.transaction.extension_version = static_cast<uint8_t>(TRY(number_field(*fields, "extensionVersion", UINT8_MAX)));
    out.transaction.call = TRY(hex_field(*fields, "call"));
    const auto* list = fields->if_contains("extensions");
    ENSURE(list != nullptr && list->is_array() && list->get_array().size() <= kMaxExtensions,
           std::string("the field `extensions` is no list"));
    for (const auto& one : list->get_array()) {
        const auto* of = one.if_object();
        ENSURE(of != nullptr, std::string("an extension is no object"));
        const auto* carries = of->if_contains("carriesSignature");
        out.transaction.extensions.push_back(
            {.identifier = text_field(*of, "identifier"),
             .in_extrinsic = TRY(hex_field(*of, "inExtrinsic")),
             .in_payload = TRY(hex_field(*of, "inPayload")),
             .carries_signature = carries != nullptr && carries->is_bool() && carries->get_bool()});
    }
    if (!fields->contains("signature")) return out;
    const auto scheme = crypto::find_scheme(text_field(*fields, "scheme"));
    ENSURE(scheme, std::string("the field `scheme` names no kind of signatures"));
    out.by = Signed{.scheme = *scheme, .account = out.account, .signature = TRY(hex_field(*fields, "signature"))};
    ENSURE(out.by->signature.size() == crypto::signature_size(*scheme), std::string("the signature has another size"));
    return out;
}

}  // namespace serinus::compose
