/// Counts the calls of each host function, for tests and benchmarks. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "wasm/engine.hpp"

namespace serinus::executor {

class HostCallCounts {
  public:
    /// The number of calls, since the last reset(), of the functions whose names begin with one of the prefixes.
    template <class... P>
    uint64_t of(P... prefixes) const {
        uint64_t sum = 0;
        for (const auto& [name, counter] : counters_) {
            if ((name.starts_with(prefixes) || ...)) sum += counter.calls;
        }
        return sum;
    }
    uint64_t reads() const { return of("ext_storage_get", "ext_storage_read", "ext_storage_exists"); }
    uint64_t writes() const { return of("ext_storage_set", "ext_storage_clear", "ext_storage_append"); }
    uint64_t all() const { return of(""); }
    /// `f(name, calls)` for each function that was called.
    template <class F>
    void for_each(F&& f) const {
        for (const auto& [name, counter] : counters_) {
            if (counter.calls > 0) f(name, counter.calls);
        }
    }
    void reset() {
        for (auto& [name, counter] : counters_) counter.calls = 0;
    }

    /// An import that counts its call and then calls `import`.
    wasm::HostImport counting(std::string_view name, wasm::HostImport import) {
        Counter& counter = counters_[std::string(name)];
        counter.import = import;
        return {&count, &counter};
    }

  private:
    struct Counter {
        wasm::HostImport import{};
        uint64_t calls = 0;
    };
    static bool count(wasm::Instance& instance, void* data, wasm::Raw* slots) {
        auto& counter = *static_cast<Counter*>(data);
        ++counter.calls;
        return counter.import.function(instance, counter.import.data, slots);
    }

    std::map<std::string, Counter> counters_;
};

}  // namespace serinus::executor
