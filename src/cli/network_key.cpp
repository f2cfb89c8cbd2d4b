#include "cli/network_key.hpp"

#include "crypto/node_key.hpp"
#include "platform/files.hpp"
#include "platform/random.hpp"

namespace serinus::cli {
namespace {

using crypto::NodeKey;

NodeKey new_key() {
    NodeKey key;
    platform::fill_random(key.reveal_mutable());
    return key;
}

/// Reads the key in a file; a file that is not there is created with a new one, as 32 bytes.
Result<NodeKey, std::string> load_or_create(const std::string& path) {
    constexpr size_t kMaxKeyFileBytes = 1024;
    const auto content = platform::read_file(path, kMaxKeyFileBytes);
    if (content) {
        const auto key = crypto::parse_node_key_file(as_bytes(*content));
        if (!key) return Err(path + " holds no node key: it must have 32 bytes or 64 hex digits");
        return *key;
    }
    if (!content.error().not_found) return Err(content.error().message);
    if (const size_t slash = path.rfind('/'); slash != path.npos && slash > 0) {
        const auto folder = platform::create_directories(path.substr(0, slash));
        if (!folder) return Err(folder.error().message);
    }
    NodeKey key = new_key();
    const auto written = platform::write_file_atomically(path, key.reveal(), 0600);
    if (!written) return Err(written.error().message);
    return key;
}

bool is_folder_name(std::string_view id) noexcept {
    return !id.empty() && id != "." && id != ".." && id.find('/') == id.npos && id.find('\0') == id.npos;
}

}  // namespace

void add_network_key_options(Arguments command, NetworkKeyOptions& options) {
    command.add_option("--node-key", options.key, "Node key (Ed25519 secret, 64 hex digits); others can see it here")
        .type_name("KEY")
        .check([](const std::string& text) {
            return crypto::parse_node_key_text(text) ? "" : "the value must have 64 hex digits";
        });
    command.add_option("--node-key-file", options.file, "File with the node key: 32 bytes, or 64 hex digits")
        .type_name("FILE");
    command.add_option("--node-key-type", options.type, "Only ed25519").type_name("TYPE").one_of({"ed25519"});
}

Result<NodeKey, std::string> load_node_key(const NetworkKeyOptions& options, const ChainOptions& chain,
                                           const std::string& chain_id) {
    if (!options.key.empty()) {
        const auto key = crypto::parse_node_key_text(options.key);
        if (!key) return Err(std::string("--node-key is not 64 hex digits"));
        return *key;
    }
    if (!options.file.empty()) return load_or_create(options.file);
    if (chain.dev && chain.base_path.empty()) return new_key();
    if (!is_folder_name(chain_id)) return Err("the chain id \"" + chain_id + "\" is no name for a folder");
    const std::string folder = crypto::network_folder(chain.base_path_or_default(), chain_id);
    return load_or_create(folder + "/" + std::string(crypto::kNodeKeyFileName));
}

Result<std::string, std::string> load_peer_id(const NetworkKeyOptions& options, const ChainOptions& chain,
                                              const std::string& chain_id) {
    TRY_ASSIGN(const NodeKey key, load_node_key(options, chain, chain_id));
    return crypto::peer_id_of(key);
}

}  // namespace serinus::cli
