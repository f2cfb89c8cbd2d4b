#include "cli/key_report.hpp"

#include <cstdio>
#include <vector>

#include "base/hex.hpp"
#include "crypto/key_file.hpp"
#include "crypto/public_uri.hpp"

namespace serinus::cli {
namespace {

namespace ss58 = crypto::ss58;

/// A line of the report: its label in text, its key in JSON.
struct Field {
    const char* label;
    const char* json_key;
    crypto::SecretText value;
};

Field field(const char* label, const char* json_key, const std::string& value) {
    return {label, json_key, crypto::SecretText(value)};
}

void print_view(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// An object, its members sorted as serde_json does.
void print_json(std::vector<Field> fields) {
    std::ranges::sort(fields, {}, [](const Field& f) { return std::string_view(f.json_key); });
    std::printf("{\n");
    for (size_t i = 0; i < fields.size(); ++i) {
        std::printf("  \"%s\": ", fields[i].json_key);
        print_view(crypto::write_key_file(fields[i].value.reveal()).reveal());  // a JSON string
        std::printf(i + 1 < fields.size() ? ",\n" : "\n");
    }
    std::printf("}\n");
}

/// The first field is the title if it has no label; the others stand below it.
void print_text(std::string_view title_before, std::string_view title_after, const std::vector<Field>& fields) {
    print_view(title_before);
    print_view(fields.front().value.reveal());
    print_view(title_after);
    for (size_t i = 1; i < fields.size(); ++i) {
        std::printf("\n  %s", fields[i].label);
        print_view(fields[i].value.reveal());
    }
    std::printf("\n");
}

std::string seed_text(const std::optional<crypto::KeySeed>& seed) {
    return seed ? to_hex_prefixed(seed->reveal()) : "n/a";
}

void report_secret(const KeyOptions& options, bool is_phrase, std::string_view uri, const crypto::SeededKeyPair& key) {
    const ss58::Prefix prefix = options.network.value_or(ss58::kSubstratePrefix);
    const Bytes public_key = key.pair.public_key();
    const Hash256 account = crypto::account_of(options.scheme, public_key);
    std::vector<Field> fields;
    fields.push_back({"", is_phrase ? "secretPhrase" : "secretKeyUri", crypto::SecretText(uri)});
    fields.push_back(field("Network ID:        ", "networkId", ss58::network_name(prefix)));
    fields.push_back(field("Secret seed:       ", "secretSeed", seed_text(key.seed)));
    fields.push_back(field("Public key (hex):  ", "publicKey", to_hex_prefixed(public_key)));
    fields.push_back(field("Account ID:        ", "accountId", to_hex_prefixed(account.bytes)));
    fields.push_back(field("Public key (SS58): ", "ss58PublicKey", ss58::encode(prefix, public_key)));
    fields.push_back(field("SS58 Address:      ", "ss58Address", ss58::encode(prefix, account.bytes)));
    if (options.output == OutputType::kJson) return print_json(std::move(fields));
    if (is_phrase) return print_text("Secret phrase:       ", "", fields);
    print_text("Secret Key URI `", "` is account:", fields);
}

/// The fields of a public key, the network first. The address is that of the key itself, for ECDSA too.
std::vector<Field> public_fields(const KeyOptions& options, ss58::Prefix prefix, const Bytes& public_key) {
    const Hash256 account = crypto::account_of(options.scheme, public_key);
    const std::string address = ss58::encode(prefix, public_key);
    std::vector<Field> fields;
    fields.push_back(field("Network ID/Version: ", "networkId", ss58::network_name(prefix)));
    fields.push_back(field("Public key (hex):   ", "publicKey", to_hex_prefixed(public_key)));
    fields.push_back(field("Account ID:         ", "accountId", to_hex_prefixed(account.bytes)));
    fields.push_back(field("Public key (SS58):  ", "ss58PublicKey", address));
    fields.push_back(field("SS58 Address:       ", "ss58Address", address));
    return fields;
}

}  // namespace

void report_uri(const KeyOptions& options, std::string_view uri, std::optional<std::string_view> password) {
    if (const auto key = crypto::key_from_phrase(options.scheme, uri, password)) {
        return report_secret(options, true, uri, *key);
    }
    if (const auto key = crypto::key_from_uri(options.scheme, uri, password)) {
        return report_secret(options, false, uri, *key);
    }
    const auto parsed = crypto::parse_address_uri(options.scheme, uri);
    if (!parsed) {
        std::printf("Invalid phrase/URI given\n");
        return;
    }
    auto fields = public_fields(options, options.network.value_or(parsed->prefix), parsed->public_key);
    fields.insert(fields.begin(), {"", "publicKeyUri", crypto::SecretText(uri)});
    if (options.output == OutputType::kJson) return print_json(std::move(fields));
    print_text("Public Key URI `", "` is account:", fields);
}

KeyResult<> report_public_key(const KeyOptions& options, std::string_view hex) {
    TRY_ASSIGN(const Bytes public_key, read_hex(hex));
    if (public_key.size() != crypto::public_key_size(options.scheme)) {
        return Err(input_failure("Failed to construct public key from given hex"));
    }
    auto fields = public_fields(options, options.network.value_or(ss58::kSubstratePrefix), public_key);
    if (options.output == OutputType::kJson) {
        print_json(std::move(fields));
    } else {
        print_text(fields.front().label, "", fields);
    }
    return {};
}

}  // namespace serinus::cli
