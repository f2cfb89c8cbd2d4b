#include "crypto/ed25519.hpp"

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

std::string verdict(bool right) { return right ? "true" : "false"; }

}  // namespace

/// ed25519_public SEED; ed25519_sign SEED MESSAGE; ed25519_verify, ed25519_verify_dalek SIGNATURE MESSAGE KEY;
/// ed25519_verify_batch RANDOMNESS (SIGNATURE MESSAGE KEY)…
void add_ed25519_commands(Commands& commands) {
    commands["ed25519_public"] = [](const Arguments& arguments) {
        return to_hex_prefixed(ed25519::public_key_of(fixed<ed25519::Seed>(arguments, 0)));
    };
    commands["ed25519_sign"] = [](const Arguments& arguments) {
        return to_hex_prefixed(ed25519::sign(fixed<ed25519::Seed>(arguments, 0), bytes_argument(arguments, 1)));
    };
    const auto add_verify = [&commands](const char* name, auto function) {
        commands[name] = [function](const Arguments& arguments) {
            return verdict(function(fixed<ed25519::Signature>(arguments, 0), bytes_argument(arguments, 1),
                                    fixed<ed25519::PublicKey>(arguments, 2)));
        };
    };
    add_verify("ed25519_verify", ed25519::verify);
    add_verify("ed25519_verify_dalek", ed25519::verify_dalek);
    commands["ed25519_verify_batch"] = [](const Arguments& arguments) {
        const auto randomness = fixed<FixedBytes<32, struct RandomnessTag>>(arguments, 0);
        std::vector<Bytes> messages;
        for (size_t i = 1; i < arguments.size(); i += 3) messages.push_back(bytes_argument(arguments, i + 1));
        std::vector<ed25519::BatchItem> items;
        for (const Bytes& message : messages) {
            const size_t i = 1 + 3 * items.size();
            items.push_back(
                {fixed<ed25519::Signature>(arguments, i), message, fixed<ed25519::PublicKey>(arguments, i + 2)});
        }
        return verdict(ed25519::verify_batch(items, randomness.bytes));
    };
}

}  // namespace serinus::interop
