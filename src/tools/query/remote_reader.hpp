/// The state of the block that a view of a remote chain is at.
#pragma once

#include "tools/query/state_reader.hpp"
#include "tools/remote/chain_view.hpp"

namespace serinus::query {

class RemoteReader final : public StateReader {
  public:
    /// The view must outlive this.
    explicit RemoteReader(remote::ChainView& chain) : chain_(chain) {}

    Result<std::optional<Bytes>, std::string> storage(BytesView key) override { return chain_.storage(key); }
    Result<std::vector<std::optional<Bytes>>, std::string> values(const std::vector<Bytes>& keys) override {
        return chain_.values(keys);
    }
    Result<std::vector<Bytes>, std::string> keys(BytesView prefix, BytesView after, size_t count) override {
        return chain_.keys(prefix, after, count);
    }
    Result<Bytes, std::string> call_runtime(std::string_view function, BytesView arguments) override {
        return chain_.call_runtime(function, arguments);
    }

  private:
    remote::ChainView& chain_;
};

}  // namespace serinus::query
