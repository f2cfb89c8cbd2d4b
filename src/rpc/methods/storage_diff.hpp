/// Storage as a tree of pallets, items and keys, for people.
#pragma once

#include "metadata/shower.hpp"

namespace serinus::rpc {

/// Entries as {"system": {"account": {"5Grw…": {…}}}}, with names as in JavaScript; well-known keys under "substrate",
/// what belongs to no item under its key in hex. Observed: decodeBlockStorageDiff of Chopsticks 1.5.1
class StorageTree {
  public:
    /// `shower` must outlive this.
    explicit StorageTree(metadata::Shower& shower) : shower_(&shower) {}
    /// nullopt: null stands there.
    void add(BytesView key, const std::optional<Bytes>& value);
    const boost::json::object& json() const noexcept { return json_; }

  private:
    metadata::Shower* shower_;
    boost::json::object json_;
};

}  // namespace serinus::rpc
