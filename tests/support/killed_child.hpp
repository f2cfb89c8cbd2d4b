#pragma once

#include <cstring>
#include <functional>
#include <random>

#include "base/bytes.hpp"

namespace serinus::test {

/// Runs children that are killed after a random time, as tests of crashes do. How long a child needs until it has done
/// anything differs by more than a hundred times between machines and builds (after a fork of a sanitized process each
/// page that is touched is copied), so the longest life doubles with each child that acknowledged nothing, up to four
/// seconds, and is halved again with each that did.
class KilledChildren {
  public:
    /// Lives are uniform in [`shortest`, `longest`], microseconds.
    KilledChildren(std::mt19937_64& random, uint64_t shortest, uint64_t longest)
        : random_(random), shortest_(shortest), least_longest_(longest), longest_(longest) {}

    /// Forks; the child runs `work`, which does not return and writes what it acknowledges to the descriptor that it is
    /// given. Kills the child after its life. All that it wrote, and a failure of the test if it ended by itself.
    Bytes run(const std::function<void(int acknowledgements)>& work);

  private:
    std::mt19937_64& random_;
    uint64_t shortest_;
    uint64_t least_longest_;
    uint64_t longest_;
};

/// The last whole record of type T in what a child wrote; T{} if there is none.
template <typename T>
T last_record(BytesView written) {
    T out{};
    const size_t count = written.size() / sizeof out;
    if (count != 0) std::memcpy(&out, written.data() + (count - 1) * sizeof out, sizeof out);
    return out;
}

}  // namespace serinus::test
