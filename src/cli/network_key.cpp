#include "cli/network_key.hpp"

#include <CLI/CLI.hpp>

namespace serinus::cli {

void add_network_key_options(CLI::App& command, NetworkKeyOptions& options) {
    command.add_option("--node-key", options.key, "Node key (Ed25519 secret, 64 hex digits); others can see it here")
        ->type_name("KEY");
    command.add_option("--node-key-file", options.file, "File with the node key: 32 bytes, or 64 hex digits")
        ->type_name("FILE");
    command.add_option("--node-key-type", options.type, "Only ed25519")
        ->type_name("TYPE")
        ->check(CLI::IsMember({"ed25519"}, CLI::ignore_case));
}

Result<std::string, std::string> load_peer_id(const NetworkKeyOptions&, const ChainOptions&, const std::string&) {
    return Err(std::string("node keys are not there yet"));
}

}  // namespace serinus::cli
