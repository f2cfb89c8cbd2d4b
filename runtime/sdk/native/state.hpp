/// The state behind a natively built runtime: what tests look at and prepare.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::sdk::native {

/// Storage in memory with nested transactions, and what the runtime said to its host. One per process.
class State {
  public:
    using Entries = std::map<Bytes, Bytes>;

    const Entries& entries() const { return entries_; }
    const Bytes* find(BytesView key) const;
    void set(BytesView key, BytesView value);
    void clear(BytesView key);

    void start();
    void commit();
    void rollback();
    size_t depth() const { return layers_.size(); }

    /// Everything back to the beginning: no entries, transactions, log or submitted transactions.
    void reset();

    std::vector<std::string> log;
    std::vector<Bytes> submitted;
    std::map<Bytes, Bytes> offchain_index;
    Entries runtime_versions;  ///< what host::runtime_version says of a code
    bool is_validator = false;

  private:
    void remember(BytesView key);

    Entries entries_;
    std::vector<std::map<Bytes, std::optional<Bytes>>> layers_;  ///< what each transaction found at changed keys
};

State& state();

/// What a panic throws natively, so that tests can expect it.
struct Panic {
    std::string message;
};

}  // namespace serinus::sdk::native
