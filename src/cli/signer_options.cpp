#include "cli/signer_options.hpp"

#include "crypto/keystore.hpp"
#include "tools/compose/text_reader.hpp"

namespace serinus::cli {
namespace {

Result<Signer, std::string> signer_of_keystore(const SignerOptions& options, const Hash256& account) {
    const KeyOptions& key = options.key;
    auto password = key.read_password("Keystore password: ");
    if (!password) return Err(password.error().text);
    const auto type = crypto::parse_key_type(options.key_type);
    ENSURE(type, "--key-type " + options.key_type + " has not four characters");
    auto keystore = crypto::Keystore::open(key.keystore_path, *std::move(password));
    if (!keystore) return Err(keystore.error().message);
    auto pair = keystore->find(*type, key.scheme, account.bytes);
    if (!pair) return Err(pair.error().message);
    ENSURE(*pair, "the keystore " + key.keystore_path + " has no key of type " + options.key_type +
                      " for this account; `serinus key insert` adds one");
    return Signer{.scheme = key.scheme, .account = account, .pair = **std::move(pair)};
}

}  // namespace

void add_signer_options(Arguments command, SignerOptions& options) {
    command.section("Signer");
    command
        .add_option("--suri", options.key.uri,
                    "Secret phrase, seed or URI that signs, such as //Alice; if it is a file, its content")
        .type_name("URI");
    command
        .add_option(
            "--account", options.account,
            "Whose key of --keystore-path signs; without a key, who would sign: for --dry-run, --prepare and --qr")
        .type_name("ACCOUNT");
    options.key.declare_keystore(command);
    command.add_option("--key-type", options.key_type, "Type of the key in the keystore")
        .type_name("TYPE")
        .show_default();
    options.key.declare_scheme(command);
    command.section(kDefaultSection);
}

Result<Signer, std::string> read_signer(const SignerOptions& options) {
    if (!options.key.uri) {
        ENSURE(!options.account.empty(), std::string("who signs? Give --suri, or --keystore-path with --account"));
        TRY_ASSIGN(const Bytes bytes, compose::read_account(options.account));
        const Hash256 account = *Hash256::from(bytes);
        if (!options.key.keystore_path.empty()) return signer_of_keystore(options, account);
        return Signer{.scheme = options.key.scheme, .account = account, .pair = std::nullopt};
    }
    const auto uri = options.key.read_uri();
    if (!uri) return Err(uri.error().text);
    const auto password = options.key.read_password("Key password: ");
    if (!password) return Err(password.error().text);
    const auto key = crypto::key_from_uri(options.key.scheme, uri->reveal(),
                                          *password ? std::optional((*password)->reveal()) : std::nullopt);
    // The text is secret: it is not repeated.
    if (!key) return Err("--suri is no secret key: " + std::string(crypto::to_string(key.error())));
    return Signer{.scheme = options.key.scheme,
                  .account = crypto::account_of(options.key.scheme, key->pair.public_key()),
                  .pair = key->pair};
}

}  // namespace serinus::cli
