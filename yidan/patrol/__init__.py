"""巡查: which sites deserve a visit today and why, what the visitor saw, what it gave rise to. Used by 项目服务专员."""
