/// Text in YAML as the value that the same text in JSON would be, for configuration files.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace boost::json {
class value;
}

namespace serinus::fork {

/// Ours. A file of options has a few lists in each other, and some hundreds of values.
inline constexpr size_t kMaxYamlBytes = size_t{1} << 20;
inline constexpr size_t kMaxYamlDepth = 32;
inline constexpr size_t kMaxYamlValues = 100'000;

/// One document of maps, lists and scalars. `true`, `false`, `null`, `~` and whole numbers of 64 bits in decimal are
/// what they are in JSON, as in YAML 1.2; everything else is text, also `yes`, `1.5` and what begins with 0x. Refused,
/// because a short file may stand for a large value, or nobody needs them here: anchors and aliases, tags, several
/// documents, keys that are no scalars, keys that stand twice. Errors are sentences that begin with the line.
Result<boost::json::value, std::string> read_yaml(std::string_view text);

}  // namespace serinus::fork
