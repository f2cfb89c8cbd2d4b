#include "crypto/ecdsa.hpp"

#include "tests/interop/commands.hpp"

namespace serinus::interop {
namespace {

using namespace crypto;

template <class T>
T fixed(const Arguments& arguments, size_t i) {
    const auto value = T::from(bytes_argument(arguments, i));
    SERINUS_ASSERT(value.has_value());
    return *value;
}

ecdsa::Version version_argument(const Arguments& arguments, size_t i) {
    SERINUS_ASSERT(i < arguments.size() && (arguments[i] == "1" || arguments[i] == "2"));
    return arguments[i] == "1" ? ecdsa::Version::kV1 : ecdsa::Version::kV2;
}

}  // namespace

/// ecdsa_public SEED; ecdsa_sign SEED HASH; ecdsa_recover SIGNATURE HASH VERSION; ecdsa_verify SIGNATURE HASH KEY
/// VERSION
void add_ecdsa_commands(Commands& commands) {
    commands["ecdsa_public"] = [](const Arguments& arguments) {
        const auto key = ecdsa::public_key_of(fixed<ecdsa::Seed>(arguments, 0));
        return key ? to_hex_prefixed(*key) : refusal("seed");
    };
    commands["ecdsa_sign"] = [](const Arguments& arguments) {
        const auto signature = ecdsa::sign_prehashed(fixed<ecdsa::Seed>(arguments, 0), fixed<Hash256>(arguments, 1));
        return signature ? to_hex_prefixed(*signature) : refusal("seed");
    };
    commands["ecdsa_recover"] = [](const Arguments& arguments) {
        const auto key = ecdsa::recover_compressed(fixed<ecdsa::Signature>(arguments, 0), fixed<Hash256>(arguments, 1),
                                                   version_argument(arguments, 2));
        return key ? to_hex_prefixed(*key) : refusal(std::to_string(static_cast<int>(key.error())));
    };
    commands["ecdsa_verify"] = [](const Arguments& arguments) {
        const bool right =
            ecdsa::verify_prehashed(fixed<ecdsa::Signature>(arguments, 0), fixed<Hash256>(arguments, 1),
                                    fixed<ecdsa::PublicKey>(arguments, 2), version_argument(arguments, 3));
        return std::string(right ? "true" : "false");
    };
}

}  // namespace serinus::interop
