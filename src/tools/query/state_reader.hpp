/// What a question about a state needs of the state: of a node's, or of a database's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::query {

/// Errors are sentences. One thread.
class StateReader {
  public:
    virtual ~StateReader() = default;
    virtual Result<std::optional<Bytes>, std::string> storage(BytesView key) = 0;
    /// Of several keys, in their order.
    virtual Result<std::vector<std::optional<Bytes>>, std::string> values(const std::vector<Bytes>& keys) = 0;
    /// Keys that begin with `prefix`, behind `after` (empty: from the first one on), ascending, at most `count`.
    virtual Result<std::vector<Bytes>, std::string> keys(BytesView prefix, BytesView after, size_t count) = 0;
    virtual Result<Bytes, std::string> call_runtime(std::string_view function, BytesView arguments) = 0;
};

}  // namespace serinus::query
