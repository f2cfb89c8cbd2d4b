// serinus new chain, pallet
#include <cstdlib>

#include "base/format.hpp"
#include "cli/chain_options.hpp"
#include "cli/command.hpp"
#include "platform/child_process.hpp"
#include "tools/scaffold/names.hpp"
#include "tools/scaffold/new_chain.hpp"
#include "tools/scaffold/new_pallet.hpp"

namespace serinus::cli {
namespace {

struct NewOptions {
    std::string name;
    std::string folder;
};

constexpr const char* kChainFooter =
    R"(The folder gets a runtime with a pallet of its own and the pallet's test, a genesis for development, a README and a
Makefile. "make run" builds it and runs the chain.

Example:
  serinus new chain mychain && cd mychain && make test && make run)";

constexpr const char* kPalletFooter =
    R"(The pallet stands in pallets/NAME, its configuration in runtime/config/NAME.hpp; it is added to runtime/pallets.hpp and
runtime/runtime.hpp. Its content is that of the pallet with which a chain begins: change it.

Example:
  serinus new pallet price_feed)";

/// Runs `write(sdk)`, which returns a Result; prints a failure.
template <class F>
int with_sdk(F&& write) {
    const auto program = platform::own_program_path();
    if (!program) return report_error(program.error());
    const auto sdk = scaffold::find_sdk(*program);
    if (!sdk) return report_error(sdk.error());
    const auto written = write(*sdk);
    return written ? 0 : report_error(written.error());
}

int run_chain(const NewOptions& options) {
    const std::string folder = options.folder.empty() ? options.name : options.folder;
    const int exit_code =
        with_sdk([&](const std::string& sdk) { return scaffold::write_chain(sdk, folder, options.name); });
    if (exit_code != 0) return exit_code;
    std::string text = format_text(R"({} is a chain with one pallet of its own, pallets/numbers. Next:
  cd {}
  make test                    its unit tests
  make run                     the chain, at ws://127.0.0.1:9944
  serinus new pallet NAME      one more pallet
)",
                                   folder, folder);
    const char* const path = std::getenv("PATH");
    const auto missing = scaffold::missing_packages(path == nullptr ? "" : path);
    if (!missing.empty()) {
        text += "Programs that this needs are missing; as root: apt-get install";
        for (const std::string& package : missing) text += " " + package;
        text += "\n";
    }
    return print(text) ? 0 : report_error("cannot write to the standard output");
}

int run_pallet(const NewOptions& options) {
    const std::string folder = options.folder.empty() ? "." : options.folder;
    const int exit_code =
        with_sdk([&](const std::string& sdk) { return scaffold::add_pallet(sdk, folder, options.name); });
    if (exit_code != 0) return exit_code;
    const std::string text = format_text(
        "The runtime has one more pallet, {}: pallets/{}, configured in runtime/config/{}.hpp. On a chain that runs, "
        "it "
        "comes with an upgrade: kSpecVersion in runtime/version.hpp grows.\n",
        scaffold::type_name_of(options.name), options.name, options.name);
    return print(text) ? 0 : report_error("cannot write to the standard output");
}

void add(Arguments group, const char* name, const char* description, const char* footer, const char* folder,
         std::string (*complaint)(std::string_view), int (*run)(const NewOptions&), Command& chosen) {
    auto options = std::make_shared<NewOptions>();
    const Arguments command = group.add_subcommand(name, description);
    command.add_option("NAME", options->name, "Its name: an identifier of C++ in small letters, such as price_feed")
        .required()
        .check([complaint](const std::string& text) { return complaint(text); });
    command.add_option("--folder", options->folder, folder).type_name("PATH");
    command.footer(footer);
    command.callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
}

}  // namespace

void add_new(Arguments app, Command& chosen) {
    const Arguments group = app.add_subcommand("new", "Begin a chain of one's own, or add a pallet to it");
    group.require_subcommand();
    add(group, "chain", "Write a new chain: a runtime with a pallet, its test, a genesis, a Makefile", kChainFooter,
        "The folder, which must not exist (default: ./NAME)", scaffold::complaint_about_chain, run_chain, chosen);
    add(group, "pallet", "Add a pallet to a chain that \"serinus new chain\" made", kPalletFooter,
        "The folder of the chain (default: the current one)", scaffold::complaint_about_pallet, run_pallet, chosen);
}

}  // namespace serinus::cli
