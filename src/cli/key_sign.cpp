// serinus key sign, verify: messages.
#include <cstdio>

#include "base/hex.hpp"
#include "cli/key_options.hpp"
#include "crypto/public_uri.hpp"
#include "platform/random.hpp"

namespace serinus::cli {
namespace {

KeyResult<> sign(const KeyOptions& options) {
    TRY_ASSIGN(const Bytes message, options.read_message());
    TRY_ASSIGN(const crypto::SecretText uri, options.read_uri());
    TRY_ASSIGN(const auto password, options.read_password("Key password: "));
    const auto key =
        crypto::key_from_uri(options.scheme, uri.reveal(), password ? std::optional(password->reveal()) : std::nullopt);
    if (!key) return Err(input_failure("Invalid phrase " + describe(key.error(), uri.reveal())));
    const std::string signature = to_hex_prefixed(key->pair.sign(message, platform::random_array<32>()));
    std::fputs(signature.c_str(), stdout);  // no line break: it goes into a variable or a pipe
    return {};
}

struct VerifyOptions : KeyOptions {
    std::string signature;
};

/// Hex digits or a public URI.
KeyResult<Bytes> parse_public_key(crypto::Scheme scheme, std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    if (auto bytes = from_hex(text)) {
        if (bytes->size() != crypto::public_key_size(scheme)) return Err(KeyFailure{"KeyFormatInvalid"});
        return *std::move(bytes);
    }
    auto key = crypto::parse_public_uri(scheme, text);
    if (!key) return Err(KeyFailure{"InvalidUri(" + std::string(to_string(key.error())) + ")"});
    return *std::move(key);
}

KeyResult<> verify(const VerifyOptions& options) {
    TRY_ASSIGN(const Bytes message, options.read_message());
    TRY_ASSIGN(const Bytes signature, read_hex(options.signature));
    TRY_ASSIGN(const crypto::SecretText uri, options.read_uri());
    if (signature.size() != crypto::signature_size(options.scheme)) return Err(KeyFailure{"SignatureFormatInvalid"});
    TRY_ASSIGN(const Bytes public_key, parse_public_key(options.scheme, uri.reveal()));
    if (!crypto::verify(options.scheme, signature, message, public_key)) return Err(KeyFailure{"SignatureInvalid"});
    std::printf("Signature verifies correctly.\n");
    return {};
}

}  // namespace

void add_key_sign(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("sign", "Sign a message with a secret key");
    auto options = std::make_shared<KeyOptions>();
    command.add_option("--suri", options->uri, "Secret URI; if it is a file, its content. Asked for if not given")
        .type_name("URI");
    options->declare_message(command);
    options->declare_keystore(command);
    options->declare_scheme(command);
    command.callback([options, &chosen] { chosen = [options] { return finish(sign(*options)); }; });
}

void add_key_verify(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("verify", "Verify the signature of a message with a public key");
    auto options = std::make_shared<VerifyOptions>();
    command.add_option("sig", options->signature, "The signature in hex digits").type_name("SIGNATURE").required();
    command
        .add_option("uri", options->uri,
                    "Public key in hex, address or public URI; if it is a file, its content. Asked for if not given")
        .type_name("URI");
    options->declare_message(command);
    options->declare_scheme(command);
    command.callback([options, &chosen] { chosen = [options] { return finish(verify(*options)); }; });
}

}  // namespace serinus::cli
