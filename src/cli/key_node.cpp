// serinus key generate-node-key, inspect-node-key, insert: the keys of a node.
#include <cstdio>

#include "base/hex.hpp"
#include "cli/chain_options.hpp"
#include "cli/key_options.hpp"
#include "cli/log_options.hpp"
#include "crypto/keystore.hpp"
#include "crypto/node_key.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"
#include "platform/terminal.hpp"

namespace serinus::cli {
namespace {

/// Chains whose folder can be named without their specification at hand.
constexpr std::pair<std::string_view, std::string_view> kWellKnownIds[] = {
    {"kusama", "ksmcc3"}, {"paseo", "paseo"}, {"polkadot", "polkadot"}, {"westend", "westend2"}};

std::optional<std::string> chain_id(const ChainOptions& options) {
    const std::string chain = options.chain_or_default();
    for (const auto& [name, id] : kWellKnownIds) {
        if (chain == name) return std::string(id);
    }
    const auto spec = load_or_report(options);
    if (!spec) return std::nullopt;
    if (spec->id.empty() || spec->id == "." || spec->id == ".." || spec->id.contains('/') || spec->id.contains('\0')) {
        report_error("the chain id " + in_quotes(spec->id) + " is no name for a folder");
        return std::nullopt;
    }
    return spec->id;
}

struct GenerateNodeKeyOptions {
    std::string file;
    bool binary = false;
    ChainOptions chain;
    bool default_base_path = false;
};

KeyResult<> write_secret(const std::string& path, BytesView content) {
    const auto written = platform::write_file_atomically(path, content, 0600);
    if (!written) return Err(file_failure(written.error().message));
    return {};
}

KeyResult<> write_to_network_folder(const std::string& folder, BytesView content) {
    const auto created = platform::create_directories(folder);
    if (!created) return Err(file_failure(created.error().message));
    const std::string path = folder + "/" + std::string(crypto::kNodeKeyFileName);
    if (platform::is_regular_file(path)) {
        std::fprintf(stderr, "Skip generation, a key already exists in %s\n", in_quotes(path).c_str());
        return Err(KeyFailure{"KeyAlreadyExistsInPath(" + in_quotes(path) + ")"});
    }
    std::fprintf(stderr, "Generating key in %s\n", in_quotes(path).c_str());
    return write_secret(path, content);
}

KeyResult<> generate_node_key(const GenerateNodeKeyOptions& options, const std::string& id) {
    crypto::NodeKey key;
    platform::fill_random(key.reveal_mutable());
    Bytes content = to_bytes(key.reveal());
    if (!options.binary) {
        std::string hex = to_hex(key.reveal());
        content = to_bytes(as_bytes(hex));
        crypto::wipe({reinterpret_cast<uint8_t*>(hex.data()), hex.size()});
    }
    KeyResult<> written;
    if (!options.file.empty()) {
        written = write_secret(options.file, content);
    } else if (!options.chain.base_path.empty() || options.default_base_path) {
        written = write_to_network_folder(crypto::network_folder(options.chain.base_path_or_default(), id), content);
    } else {
        std::fwrite(content.data(), 1, content.size(), stdout);
        std::fflush(stdout);
    }
    crypto::wipe(content);
    if (written) std::fprintf(stderr, "%s\n", crypto::peer_id_of(key).c_str());
    return written;
}

int run_generate_node_key(const GenerateNodeKeyOptions& options) {
    const bool needs_id = options.file.empty() && (!options.chain.base_path.empty() || options.default_base_path);
    const auto id = needs_id ? chain_id(options.chain) : std::optional<std::string>("");
    return id ? finish(generate_node_key(options, *id)) : 1;
}

struct InspectNodeKeyOptions {
    std::string file;
    bool binary = false;
    std::string ignored_network;
};

KeyResult<> inspect_node_key(const InspectNodeKeyOptions& options) {
    constexpr size_t kMaxKeyFile = size_t{64} * 1024;
    auto content = options.file.empty() ? platform::read_standard_input(kMaxKeyFile)
                                        : platform::read_file(options.file, kMaxKeyFile);
    if (!content) return Err(file_failure(content.error().message));
    const crypto::SecretText text(*content);
    crypto::wipe({reinterpret_cast<uint8_t*>(content->data()), content->size()});
    const auto key =
        options.binary ? crypto::NodeKey::from(as_bytes(text.reveal())) : crypto::parse_node_key_text(text.reveal());
    if (!key) {
        std::string_view digits = text.reveal();
        const bool is_hex = std::ranges::all_of(
            digits, [](char c) { return hex_digit(c) >= 0 || c == 'x' || c == '\n' || c == '\r' || c == ' '; });
        return Err(input_failure(options.binary || is_hex ? "Bad node key file" : "failed to decode secret as hex"));
    }
    std::printf("%s\n", crypto::peer_id_of(*key).c_str());
    return {};
}

struct InsertOptions : KeyOptions {
    std::string key_type;
    ChainOptions chain;
    LogOptions log;
};

KeyResult<> insert(const InsertOptions& options, const std::string& id) {
    TRY_ASSIGN(const crypto::SecretText uri, options.read_uri());
    TRY_ASSIGN(auto password, options.read_password("Keystore password: "));
    const auto key =
        crypto::key_from_uri(options.scheme, uri.reveal(), password ? std::optional(password->reveal()) : std::nullopt);
    if (!key) return Err(input_failure("Invalid phrase " + describe(key.error(), uri.reveal())));
    const std::string folder = !options.keystore_path.empty()
                                   ? options.keystore_path
                                   : crypto::keystore_folder(options.chain.base_path_or_default(), id);
    auto keystore = crypto::Keystore::open(folder, std::move(password));
    if (!keystore) return Err(KeyFailure{"KeyStorage(Io(" + in_quotes(keystore.error().message) + "))"});
    const auto type = crypto::parse_key_type(options.key_type);
    if (!type) return Err(KeyFailure{"KeyTypeInvalid"});
    const auto inserted = keystore->insert(*type, uri.reveal(), key->pair.public_key());
    if (!inserted) {
        std::fprintf(stderr, "%s\n", inserted.error().message.c_str());
        return Err(KeyFailure{"KeystoreOperation"});
    }
    return {};
}

int run_insert(const InsertOptions& options) {
    const auto id = options.keystore_path.empty() ? chain_id(options.chain) : std::optional<std::string>("");
    return id ? finish(insert(options, *id)) : 1;
}

}  // namespace

void add_key_generate_node_key(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand(
        "generate-node-key", "Generate a random node key; it goes to a file or stdout, its peer id to stderr");
    auto options = std::make_shared<GenerateNodeKeyOptions>();
    const Option file =
        command.add_option("--file", options->file, "File for the secret key (default: standard output)")
            .type_name("FILE");
    command.add_flag("--bin", options->binary, "Write 32 bytes instead of hex digits");
    const Option chain =
        command.add_option("--chain", options->chain.chain, "The chain whose folder is meant").type_name("CHAIN_SPEC");
    const Option base = command
                            .add_option("--base-path", options->chain.base_path,
                                        "Save the key in <base path>/chains/<chain id>/network, if there is none yet")
                            .type_name("PATH");
    const Option default_base =
        command.add_flag("--default-base-path", options->default_base_path, "The same below the default base path");
    file.excludes(chain).excludes(base).excludes(default_base);
    base.excludes(default_base);
    command.callback([options, &chosen] { chosen = [options] { return run_generate_node_key(*options); }; });
}

void add_key_inspect_node_key(Arguments key, Command& chosen) {
    const Arguments command =
        key.add_subcommand("inspect-node-key", "Show the peer id of a node key from a file or stdin");
    auto options = std::make_shared<InspectNodeKeyOptions>();
    command.add_option("--file", options->file, "File with the secret key (default: standard input)").type_name("FILE");
    command.add_flag("--bin", options->binary, "The key is 32 bytes instead of hex digits");
    command.add_option("-n,--network", options->ignored_network, "Accepted for compatibility, without effect")
        .type_name("NETWORK");
    command.callback([options, &chosen] { chosen = [options] { return finish(inspect_node_key(*options)); }; });
}

void add_key_insert(Arguments key, Command& chosen) {
    const Arguments command = key.add_subcommand("insert", "Insert a key into the keystore of a node");
    auto options = std::make_shared<InsertOptions>();
    command.add_option("--suri", options->uri, "Secret URI; if it is a file, its content. Asked for if not given")
        .type_name("URI");
    command.add_option("--key-type", options->key_type, "Key type, such as babe, gran or imon")
        .type_name("KEY_TYPE")
        .required();
    add_chain_options(command, options->chain);
    options->declare_keystore(command);
    options->declare_scheme(command, true);
    add_log_options(command, options->log);
    command.callback([options, &chosen] { chosen = [options] { return run_insert(*options); }; });
}

}  // namespace serinus::cli
