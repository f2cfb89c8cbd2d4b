/// Configuration files that were written for Chopsticks, in the words of ours.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace boost::json {
class object;
}

namespace serinus::fork {

/// The value of a variable of the environment; nullopt: it is not set.
using FindVariable = std::function<std::optional<std::string>(const std::string& name)>;

/// Puts values in the place of "${env.NAME}"; of a variable that is not set, nothing, so that `block: ${env.BLOCK}` is
/// a key without a value. Errors are sentences that begin with the line: other expressions of `env`; more than
/// `max_bytes`.
Result<std::string, std::string> with_environment(std::string_view text, const FindVariable& find, size_t max_bytes);

/// Options of one fork whose keys are Chopsticks' or ours. Keys that are neither stay, for their reader to refuse.
/// `out` gets them under our names. Returns sentences on keys that change nothing here. Errors are sentences: two names
/// of one option, a value of the wrong kind, a key that asks for what is not there. Observed: Chopsticks 1.5.1
Result<std::vector<std::string>, std::string> with_own_names(const boost::json::object& given,
                                                             boost::json::object& out);

}  // namespace serinus::fork
