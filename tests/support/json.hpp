/// JSON test vectors, read with as little ceremony as possible. A wrong access stops the test program.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::test {

class Json {
  public:
    static Json parse(const std::string& text);
    static Json read(const std::string& path);

    Json operator[](const std::string& key) const;  ///< member; must be there
    bool has(const std::string& key) const;
    std::vector<Json> items() const;                            ///< of an array
    std::vector<std::pair<std::string, Json>> members() const;  ///< of an object, in file order

    std::string text() const;
    int64_t integer() const;
    uint64_t unsigned_integer() const;
    bool boolean() const;
    bool is_null() const;
    bool is_text() const;
    bool is_array() const;
    std::string dump() const;  ///< as compact JSON
    Bytes hex() const;         ///< text of hex digits, with or without 0x

  private:
    struct Document;
    Json(std::shared_ptr<const Document> document, const void* value);
    std::shared_ptr<const Document> document_;
    const void* value_;
};

}  // namespace serinus::test
