// kusama_try_state: whether the invariants of all pallets hold in the states that it reads. In: a line `KEY VALUE`,
// both in hex digits, for each entry of the main trie, and an empty line behind a state. Out: a line for each state,
// `ok` or the first invariant that does not hold.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/hex.hpp"
#include "runtime/sdk/host/native/state.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"

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
    char* buffer = nullptr;
    size_t capacity = 0;
    for (;;) {
        const ssize_t length = ::getline(&buffer, &capacity, stdin);
        if (length <= 0) break;
        std::string_view line(buffer, static_cast<size_t>(length));
        if (line.ends_with('\n')) line.remove_suffix(1);
        if (!line.empty()) {
            if (take_entry(line)) continue;
            std::fprintf(stderr, "kusama_try_state: not an entry of a state: %.100s\n", buffer);
            return 1;
        }
        const auto state = sdk::native::try_state_of_all();
        std::printf("%s\n", state ? "ok" : state.error().c_str());
        std::fflush(stdout);
        sdk::native::state().reset();
    }
    std::free(buffer);
    return 0;
}
