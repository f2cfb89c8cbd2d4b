/// Where a program spends its time, as a picture.
#pragma once

#include <string>
#include <vector>

namespace serinus::fork {

/// An SVG of stacks as sample_block() gives them: a frame is as wide as its share of the samples, what it calls stands
/// on it, and a pointer shows its name and share.
std::string flame_graph(const std::vector<std::string>& stacks, const std::string& title);

}  // namespace serinus::fork
