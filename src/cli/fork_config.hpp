/// Configuration files of forks.
#pragma once

#include "base/result.hpp"
#include "cli/fork_options.hpp"

namespace boost::json {
class value;
}

namespace serinus::cli {

/// A file whose name ends with .json is JSON, with comments and commas at the end of lists; others are YAML. Errors are
/// sentences that begin with the line.
Result<boost::json::value, std::string> read_json_or_yaml(std::string_view name, std::string_view text);

/// The forks of a configuration file, or the one of the command line alone, which stands over the file. Errors are
/// sentences.
Result<std::vector<ForkOptions>, std::string> forks_of(const ForkOptions& given);

}  // namespace serinus::cli
