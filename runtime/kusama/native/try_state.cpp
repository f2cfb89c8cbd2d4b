// kusama_try_state: whether the invariants of all pallets hold in the states that it reads. In: a line `KEY VALUE`,
// both in hex digits, for each entry of the main trie, and an empty line behind a state. Out: a line for each state,
// `ok` or the first invariant that does not hold.
#include <iostream>
#include <string>

#include "base/hex.hpp"
#include "runtime/sdk/native/state.hpp"
#include "runtime/sdk/native/try_upgrade.hpp"

namespace {

using namespace serinus;

/// False: the line is no entry.
bool take_entry(std::string_view line) {
    const size_t space = line.find(' ');
    if (space == line.npos) return false;
    const auto key = from_hex(line.substr(0, space));
    const auto value = from_hex(line.substr(space + 1));
    if (!key || !value) return false;
    sdk::native::state().set(*key, *value);
    return true;
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (!line.empty()) {
            if (take_entry(line)) continue;
            std::cerr << "kusama_try_state: not an entry of a state: " << line.substr(0, 100) << std::endl;
            return 1;
        }
        const auto state = sdk::native::try_state_of_all();
        std::cout << (state ? "ok" : state.error()) << std::endl;
        sdk::native::state().reset();
    }
    return 0;
}
