
#include "cli/key_options.hpp"

namespace serinus::cli {

void add_key(Arguments app, Command& chosen) {
    const Arguments key = app.add_subcommand("key", "Generate, inspect, store and use keys");
    key.require_subcommand();
    key.footer(R"(Examples:
  serinus key generate --network kusama                    a new account
  serinus key inspect //Alice                              a development account
  serinus key insert --chain kusama --key-type babe --scheme sr25519 --suri "…"
  echo -n hello | serinus key sign --suri //Alice          sign what comes on the standard input)");
    add_key_generate_node_key(key, chosen);
    add_key_generate(key, chosen);
    add_key_inspect(key, chosen);
    add_key_inspect_node_key(key, chosen);
    add_key_insert(key, chosen);
    add_key_sign(key, chosen);
    add_key_vanity(key, chosen);
    add_key_verify(key, chosen);
}

}  // namespace serinus::cli
