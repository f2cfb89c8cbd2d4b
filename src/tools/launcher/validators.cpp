#include "tools/launcher/validators.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "crypto/key_pair.hpp"

namespace serinus::launcher {
namespace {

/// Observed: the accounts of sp-keyring 49.0.0, in its order
constexpr std::array kNames = {"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"};

}  // namespace

Validator validator_at(size_t index) {
    std::string name = index < kNames.size() ? kNames[index] : "Validator" + std::to_string(index + 1);
    std::string secret = "//" + name;
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return {.name = std::move(name), .secret = std::move(secret)};
}

std::vector<Validator> first_validators(size_t count) {
    std::vector<Validator> out;
    for (size_t i = 0; i < count; ++i) out.push_back(validator_at(i));
    return out;
}

bool has_key_option(const std::string& secret) {
    return std::ranges::any_of(kNames, [&](const char* name) { return secret == "//" + std::string(name); });
}

Bytes sr25519_key_of(const std::string& secret) {
    const auto key = crypto::key_from_uri(crypto::Scheme::kSr25519, secret, std::nullopt);
    SERINUS_ASSERT(key.has_value());
    return key->pair.public_key();
}

}  // namespace serinus::launcher
