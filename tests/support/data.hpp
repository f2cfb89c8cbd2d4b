/// Where tests find the large real-world data that is not part of this repository.
#pragma once

#include <optional>
#include <string>

namespace serinus::test {

/// The path of `name` in the shared data folder: $SERINUS_TEST_DATA, or ../shared/data beside the checkout.
/// nullopt when it is not there; the test then skips with kNoSharedData.
std::optional<std::string> shared_data(const std::string& name);

inline constexpr const char* kNoSharedData =
    "needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data";

/// The path of a specification with a raw genesis on our own Kusama runtime: "dev" (authority //Alice) or
/// "kusama-local" (authorities //Alice and //Bob). Stops the test program, with advice, if the release build has not
/// written it.
std::string own_chain(const std::string& name);

/// The whole file as bytes in a string; stops the test program if it cannot be read.
std::string read_file(const std::string& path);

}  // namespace serinus::test
