#include "base/hex.hpp"
#include "crypto/base58.hpp"
#include "crypto/bip39_words.hpp"
#include "crypto/key_pair.hpp"
#include "crypto/public_uri.hpp"
#include "crypto/ss58.hpp"
#include "tests/interop/commands.hpp"

namespace serinus::interop {
namespace {

using namespace serinus::crypto;

Scheme scheme_argument(const Arguments& arguments, size_t i) {
    const auto scheme = find_scheme(arguments.at(i));
    SERINUS_ASSERT(scheme.has_value());
    return *scheme;
}

ss58::Prefix prefix_argument(const Arguments& arguments, size_t i) {
    return static_cast<ss58::Prefix>(std::stoul(arguments.at(i)));
}

std::string ss58_decode(const Arguments& arguments) {
    const auto address = ss58::decode(text_argument(arguments, 0));
    if (!address) return refusal(to_string(address.error()));
    return std::to_string(address->prefix) + " " + to_hex_prefixed(address->account);
}

std::string mnemonic_entropy(const Arguments& arguments) {
    const auto entropy = mnemonic::parse(text_argument(arguments, 0));
    return entropy ? to_hex_prefixed(entropy->reveal()) : refusal(to_string(entropy.error()));
}

std::string public_key_of_uri(const Arguments& arguments) {
    const auto key = key_from_uri(scheme_argument(arguments, 0), text_argument(arguments, 1), std::nullopt);
    return key ? to_hex_prefixed(key->pair.public_key()) : refusal(to_string(key.error()));
}

std::string public_key_of_public_uri(const Arguments& arguments) {
    const auto key = parse_public_uri(scheme_argument(arguments, 0), text_argument(arguments, 1));
    return key ? to_hex_prefixed(*key) : refusal(to_string(key.error()));
}

}  // namespace

void add_key_commands(Commands& commands) {
    commands["base58_encode"] = [](const Arguments& a) { return base58_encode(bytes_argument(a, 0)); };
    commands["ss58_encode"] = [](const Arguments& a) {
        return ss58::encode(prefix_argument(a, 0), bytes_argument(a, 1));
    };
    commands["ss58_decode"] = ss58_decode;
    commands["ss58_network_name"] = [](const Arguments& a) { return ss58::network_name(prefix_argument(a, 0)); };
    commands["bip39_word"] = [](const Arguments& a) { return std::string(bip39::word_at(std::stoul(a.at(0)))); };
    commands["mnemonic_entropy"] = mnemonic_entropy;
    commands["mnemonic_phrase"] = [](const Arguments& a) {
        return std::string(mnemonic::phrase_of(bytes_argument(a, 0)).reveal());
    };
    commands["mnemonic_mini_secret"] = [](const Arguments& a) {
        return to_hex_prefixed(mnemonic::mini_secret_of(bytes_argument(a, 0), text_argument(a, 1)).reveal());
    };
    commands["key_public"] = public_key_of_uri;
    commands["key_public_of_public"] = public_key_of_public_uri;
    commands["key_sign"] = [](const Arguments& a) {
        const auto key = key_from_uri(scheme_argument(a, 0), text_argument(a, 1), std::nullopt);
        return to_hex_prefixed(key->pair.sign(bytes_argument(a, 2), {}));
    };
    commands["key_verify"] = [](const Arguments& a) {
        const bool right =
            verify(scheme_argument(a, 0), bytes_argument(a, 1), bytes_argument(a, 2), bytes_argument(a, 3));
        return std::string(right ? "true" : "false");
    };
}

}  // namespace serinus::interop
